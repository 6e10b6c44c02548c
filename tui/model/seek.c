/* The thread of the search, what it is asked and what it answers: two slots under one lock. */
#include "kanbao/seek.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/clock.h"
#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "seek_int.h"

struct kb_seek {
	pthread_t thread;
	int fds[2]; /* a byte waits in it while an answer waits */
	char *archive;
	atomic_bool stop;   /* what is running is not wanted any more */
	atomic_size_t want; /* hits of its first page, 0: as many as were asked for */
	pthread_mutex_t lock;
	pthread_cond_t asked;
	pthread_cond_t answered;
	/* under the lock */
	bool quit;
	uint64_t generation;
	struct kb_wish *wish; /* not begun yet, or NULL */
	struct kb_answer *answer;
	bool told; /* the byte waits */
};

static void
free_wish(struct kb_wish *wish)
{
	if (wish) {
		kb_arena_release(&wish->arena);
		free(wish);
	}
}

void
kb_answer_free(struct kb_answer *answer)
{
	if (answer) {
		kb_arena_release(&answer->arena);
		free(answer);
	}
}

/* --- under the lock ------------------------------------------------------------------- */

static void
tell(struct kb_seek *seek)
{
	ssize_t n = seek->told ? 1 : write(seek->fds[1], "", 1);
	seek->told = n == 1;
}

static struct kb_answer *
take(struct kb_seek *seek)
{
	struct kb_answer *answer = seek->answer;
	char byte;
	seek->answer = NULL;
	if (seek->told && read(seek->fds[0], &byte, 1) == 1) {
		seek->told = false;
	}
	return answer;
}

/* Nothing of what was asked before is wanted any more. */
static void
give_up(struct kb_seek *seek)
{
	free_wish(seek->wish);
	seek->wish = NULL;
	seek->generation++;
	atomic_store(&seek->stop, true);
	atomic_store(&seek->want, 0);
	kb_answer_free(take(seek));
}

/* --- the thread ------------------------------------------------------------------------- */

static bool
post(void *user, struct kb_answer *answer)
{
	struct kb_seek *seek = user;
	pthread_mutex_lock(&seek->lock);
	bool wanted = answer->generation == seek->generation && !seek->quit;
	struct kb_answer *old = wanted ? seek->answer : answer;
	if (wanted) {
		seek->answer = answer;
		tell(seek);
		pthread_cond_broadcast(&seek->answered);
	}
	pthread_mutex_unlock(&seek->lock);
	kb_answer_free(old);
	return wanted;
}

static int64_t
now_ns(void *user)
{
	(void)user;
	return kb_clock_ns();
}

/* The next wish, NULL at the end. */
static struct kb_wish *
next_wish(struct kb_seek *seek)
{
	pthread_mutex_lock(&seek->lock);
	while (!seek->quit && !seek->wish) {
		pthread_cond_wait(&seek->asked, &seek->lock);
	}
	struct kb_wish *wish = seek->quit ? NULL : seek->wish;
	if (wish) {
		seek->wish = NULL;
		atomic_store(&seek->stop, false);
	}
	pthread_mutex_unlock(&seek->lock);
	return wish;
}

static void *
work(void *arg)
{
	struct kb_seek *seek = arg;
	struct kb_seeker seeker = { .archive = seek->archive,
		                    .stop = &seek->stop,
		                    .want = &seek->want,
		                    .post = post,
		                    .now_ns = now_ns,
		                    .user = seek };
	struct kb_wish *wish;
	while ((wish = next_wish(seek))) {
		kb_seeker_run(&seeker, wish);
		free_wish(wish);
	}
	kb_seeker_release(&seeker);
	return NULL;
}

/* --- the reader's side ---------------------------------------------------------------------- */

static bool
open_pipe(int fds[2])
{
	if (pipe(fds) != 0) {
		return false;
	}
	for (int i = 0; i < 2; i++) {
		(void)fcntl(fds[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(fds[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

static void
free_seek(struct kb_seek *seek)
{
	free_wish(seek->wish);
	kb_answer_free(seek->answer);
	close(seek->fds[0]);
	close(seek->fds[1]);
	free(seek->archive);
	free(seek);
}

/* Signals are for the thread that reads keys. */
static int
start(struct kb_seek *seek)
{
	sigset_t all;
	sigset_t before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int rc = pthread_create(&seek->thread, NULL, work, seek);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

static void
init_locks(struct kb_seek *seek)
{
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&seek->lock, NULL);
	pthread_cond_init(&seek->asked, NULL);
	pthread_cond_init(&seek->answered, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

static void
destroy_locks(struct kb_seek *seek)
{
	pthread_cond_destroy(&seek->answered);
	pthread_cond_destroy(&seek->asked);
	pthread_mutex_destroy(&seek->lock);
}

enum kb_err
kb_seek_open(struct kb_ctx *ctx, const char *archive, struct kb_seek **out)
{
	struct kb_seek *seek = kb_calloc(1, sizeof(*seek));
	if (!open_pipe(seek->fds)) {
		enum kb_err err =
			kb_fail(ctx, KB_E_IO, _("cannot make a pipe: %s"), strerror(errno));
		free(seek);
		return err;
	}
	size_t n = strlen(archive) + 1;
	seek->archive = kb_calloc(n, 1);
	memcpy(seek->archive, archive, n);
	atomic_init(&seek->stop, false);
	atomic_init(&seek->want, 0);
	init_locks(seek);
	int rc = start(seek);
	if (rc != 0) {
		destroy_locks(seek);
		free_seek(seek);
		return kb_fail(ctx, KB_E_IO, _("cannot start a thread: %s"), strerror(rc));
	}
	*out = seek;
	return KB_OK;
}

void
kb_seek_close(struct kb_seek *seek)
{
	if (!seek) {
		return;
	}
	pthread_mutex_lock(&seek->lock);
	give_up(seek);
	seek->quit = true;
	pthread_cond_broadcast(&seek->asked);
	pthread_mutex_unlock(&seek->lock);
	pthread_join(seek->thread, NULL);
	destroy_locks(seek);
	free_seek(seek);
}

static const struct kb_marked_ids *
dup_ids(struct kb_arena *a, const struct kb_marked_ids *ids)
{
	struct kb_marked_ids *copy = kb_arena_alloc(a, 1, sizeof(*copy));
	*copy = (struct kb_marked_ids){ kb_arena_alloc(a, ids->n + 1, sizeof(*copy->v)), ids->n };
	for (size_t i = 0; i < ids->n; i++) {
		copy->v[i] = ids->v[i];
	}
	return copy;
}

uint64_t
kb_seek_ask(struct kb_seek *seek, const struct kb_ask *ask)
{
	struct kb_wish *wish = kb_calloc(1, sizeof(*wish));
	wish->ask = *ask;
	wish->ask.typed = kb_arena_dup(&wish->arena, ask->typed);
	wish->ask.paper = kb_arena_dup(&wish->arena, ask->paper);
	wish->ask.only = ask->only ? dup_ids(&wish->arena, ask->only) : NULL;
	wish->asked_ns = kb_clock_ns();
	pthread_mutex_lock(&seek->lock);
	give_up(seek);
	uint64_t generation = seek->generation;
	wish->generation = generation;
	seek->wish = wish;
	pthread_cond_broadcast(&seek->asked);
	pthread_mutex_unlock(&seek->lock);
	return generation;
}

void
kb_seek_grow(struct kb_seek *seek, size_t n)
{
	atomic_store(&seek->want, n);
}

void
kb_seek_stop(struct kb_seek *seek)
{
	pthread_mutex_lock(&seek->lock);
	give_up(seek);
	pthread_mutex_unlock(&seek->lock);
}

int
kb_seek_fd(const struct kb_seek *seek)
{
	return seek->fds[0];
}

struct kb_answer *
kb_seek_take(struct kb_seek *seek)
{
	pthread_mutex_lock(&seek->lock);
	struct kb_answer *answer = take(seek);
	pthread_mutex_unlock(&seek->lock);
	return answer;
}

bool
kb_seek_wait(struct kb_seek *seek, int ms)
{
	int64_t until_ns = kb_clock_ns() + (int64_t)ms * 1000000;
	struct timespec until = { .tv_sec = (time_t)(until_ns / 1000000000),
		                  .tv_nsec = (long)(until_ns % 1000000000) };
	int rc = 0;
	pthread_mutex_lock(&seek->lock);
	while (rc == 0 && !(seek->answer && seek->answer->done)) {
		rc = pthread_cond_timedwait(&seek->answered, &seek->lock, &until);
	}
	bool done = seek->answer && seek->answer->done;
	pthread_mutex_unlock(&seek->lock);
	return done;
}
