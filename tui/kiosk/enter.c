/*
 * The first steps of a session, before anything of the visitor's is believed:
 * descriptors, terminal, environment, limits.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/i18n.h"
#include "kanbao/sandbox.h"
#include "kanbao/term.h"
#include "kiosk_int.h"

#define NAME "kanbao-kiosk"
#define MIB ((size_t)1 << 20)
/* Most that one of the files of a reader may grow to. */
#define FILE_MAX (4 * MIB)
#define FILES_MAX 64
/* Behind the clock of the session itself. */
#define CPU_MAX_S 3600

bool
kb_kiosk_called(const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;
	const char *name = slash ? slash + 1 : argv0;
	/* login shells are called with - in front */
	return name && strcmp(name[0] == '-' ? name + 1 : name, NAME) == 0;
}

static void
keep(struct kb_buf *out, const char *name, char end)
{
	const char *value = getenv(name);
	kb_buf_clear(out);
	if (value) {
		const char *stop = end ? strchr(value, end) : NULL;
		kb_buf_add(out, (kb_str){ value, stop ? (size_t)(stop - value) : strlen(value) });
	}
}

bool
kb_kiosk_enter(struct kb_kiosk *kiosk)
{
	struct kb_buf term = { 0 };
	kiosk->began = (int64_t)time(NULL);
	kiosk->log = -1;
	(void)close_range(STDERR_FILENO + 1, ~0u, 0);
	(void)umask(077);
	/* while there is no reader to take them they shall not end it without its line in the log */
	static const int ignored[] = { SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGXFSZ };
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++) {
		(void)signal(ignored[i],
		             SIG_IGN); /* SIGXFSZ: a write beyond is an error to report */
	}
	bool root = chdir("/") == 0;
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	keep(&term, "TERM", '\0');
	keep(&kiosk->proof, "SSH_USER_AUTH", '\0');
	keep(&kiosk->source, "SSH_CONNECTION", ' '); /* address port address port */
	bool known = kb_term_named(term.p);
	(void)clearenv();
	if (known) {
		(void)setenv("TERM", term.p, 1);
	}
	kb_buf_release(&term);
	return root && terminal;
}

bool
kb_kiosk_limit(const struct kb_kiosk *kiosk)
{
	/* at the first of two limits a signal comes, by which the session can still end politely */
	const struct {
		int what;
		size_t most;
		size_t grace;
	} limits[] = {
		{ RLIMIT_AS, (size_t)kiosk->value[KB_KIOSK_MEMORY] * MIB, 0 },
		{ RLIMIT_CPU, CPU_MAX_S, 10 },
		{ RLIMIT_NOFILE, FILES_MAX, 0 },
		{ RLIMIT_FSIZE, FILE_MAX, 0 },
		{ RLIMIT_CORE, 0, 0 },
	};
	bool done = true;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		const struct rlimit limit = { limits[i].most, limits[i].most + limits[i].grace };
		if (limits[i].what != RLIMIT_AS || !KB_SANITISED) {
			done = setrlimit((__rlimit_resource_t)limits[i].what, &limit) == 0 && done;
		}
	}
	return done;
}

void
kb_kiosk_release(struct kb_kiosk *kiosk)
{
	for (size_t i = 0; i < KB_KIOSK_COUNT; i++) {
		kb_buf_release(&kiosk->text[i]);
	}
	kb_buf_release(&kiosk->proof);
	kb_buf_release(&kiosk->source);
	if (kiosk->log >= 0) {
		close(kiosk->log);
	}
	if (kiosk->slot > 0) {
		close(kiosk->slot);
	}
}
