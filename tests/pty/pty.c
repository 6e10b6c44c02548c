/* The harness: pty, emulator, patience. */
#include "pty.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include "kanbao/clock.h"
#include "kanbao/keymap.h"

/* Equal looks at a sleeping program, this far apart, before it counts as idle. */
#define LOOKS 3
#define LOOK_MS 4
/* A poll() that ends sooner waits for an answer of the terminal. */
#define NEAR_MS 450
#define PATIENCE_MS 10000

/* --- program -------------------------------------------------------------------- */

static void
set_environment(const struct pty_setup *setup)
{
	const char *term = setup->term ? setup->term : "xterm-256color";
	unsetenv("LINES");
	unsetenv("COLUMNS");
	if (strcmp(term, "-") == 0) {
		unsetenv("TERM");
	} else {
		setenv("TERM", term, 1);
	}
	for (const char *const *e = setup->env; e && *e; e++) {
		const char *equals = strchr(*e, '=');
		if (!equals) {
			unsetenv(*e);
			continue;
		}
		char *name = strndup(*e, (size_t)(equals - *e));
		setenv(name, equals + 1, 1);
		free(name);
	}
}

static _Noreturn void
run_child(const struct pty_setup *setup)
{
	set_environment(setup);
	if (setup->sighup == PTY_IGNORED) {
		signal(SIGHUP, SIG_IGN);
	} else if (setup->sighup == PTY_BLOCKED) {
		sigset_t set;
		sigemptyset(&set);
		sigaddset(&set, SIGHUP);
		sigprocmask(SIG_BLOCK, &set, NULL);
	}
	if (setup->child) {
		_exit(setup->child(setup->user));
	}
	char *argv[32] = { 0 };
	for (size_t i = 0; i < 31 && setup->argv[i]; i++) {
		argv[i] = strdup(setup->argv[i]);
	}
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

/* Programs run by this test, for SECURITY.md. */
static int started;

int
pty_started(void)
{
	return started;
}

void
pty_start(struct pty *p, const struct pty_setup *setup)
{
	struct winsize ws = { .ws_row = (unsigned short)setup->rows,
		              .ws_col = (unsigned short)setup->cols };
	*p = (struct pty){ .rows = setup->rows, .cols = setup->cols };
	p->ambiguous = setup->ambiguous ? setup->ambiguous : KB_AMBIGUOUS_1;
	p->theme = setup->theme;
	p->colours = setup->colours ? setup->colours : KB_COLOURS_MONO;
	p->ncolours = setup->ncolours;
	p->line.setup = setup->line;
	p->charset = setup->charset;
	started++;
	pty_emulator(p);
	fflush(NULL);
	int slave;
	int keys = -1;
	assert_int_equal(openpty(&p->fd, &slave, NULL, NULL, &ws), 0);
	p->keys_fd = p->fd;
	if (setup->apart) {
		assert_int_equal(openpty(&p->keys_fd, &keys, NULL, NULL, &ws), 0);
	}
	/* before there is a child that could change them */
	assert_int_equal(tcgetattr(p->fd, &p->modes), 0);
	p->pid = fork();
	assert_true(p->pid >= 0);
	if (p->pid == 0) {
		close(p->fd);
		int other = setup->apart == 2 ? slave : keys; /* not the job's */
		int held = other >= 0 ? dup(other) : -1;
		if (login_tty(setup->apart == 2 ? keys : slave) != 0) {
			_exit(127);
		}
		if (setup->apart == 2) {
			dup2(held, STDOUT_FILENO);
			dup2(held, STDERR_FILENO);
		} else if (setup->apart) {
			dup2(held, STDIN_FILENO);
		}
		if (held >= 0) {
			close(held);
			close(other);
		}
		if (keys >= 0) {
			close(p->keys_fd);
		}
		run_child(setup);
	}
	close(slave);
	if (keys >= 0) {
		close(keys);
	}
}

void
pty_hang_up_keys(struct pty *p)
{
	if (p->keys_fd >= 0 && p->keys_fd != p->fd) {
		close(p->keys_fd);
	}
	p->keys_fd = -1;
}

void
pty_hang_up_screen(struct pty *p)
{
	if (p->fd >= 0) {
		close(p->fd);
	}
	if (p->keys_fd == p->fd) {
		p->keys_fd = -1;
	}
	p->fd = -1;
}

void
pty_hang_up(struct pty *p)
{
	pty_hang_up_keys(p);
	pty_hang_up_screen(p);
}

double
pty_cpu_ms(const struct pty *p)
{
	clockid_t clock;
	struct timespec ts = { 0 };
	if (clock_getcpuclockid(p->pid, &clock) == 0) {
		clock_gettime(clock, &ts);
	}
	return (double)ts.tv_sec * 1000 + (double)ts.tv_nsec / 1e6;
}

static void
reap(struct pty *p, int flags)
{
	struct rusage usage;
	if (!p->gone && wait4(p->pid, &p->status, flags, &usage) == p->pid) {
		p->gone = true;
		p->cpu_ms = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
		            (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
	}
}

void
pty_end(struct pty *p)
{
	if (!p->vt) {
		return;
	}
	if (!p->gone) {
		kill(p->pid, SIGKILL);
		reap(p, 0);
	}
	pty_hang_up(p);
	vterm_free(p->vt);
	kb_buf_release(&p->wire);
	*p = (struct pty){ .fd = -1, .keys_fd = -1 };
}

int
pty_status(const struct pty *p)
{
	return WIFEXITED(p->status) ? WEXITSTATUS(p->status) : -WTERMSIG(p->status);
}

void
pty_has_modes(const struct pty *p, const struct termios *want)
{
	struct termios now;
	assert_int_equal(tcgetattr(p->fd, &now), 0);
	assert_int_equal(now.c_iflag, want->c_iflag);
	assert_int_equal(now.c_oflag, want->c_oflag);
	assert_int_equal(now.c_cflag, want->c_cflag);
	assert_int_equal(now.c_lflag, want->c_lflag);
	assert_memory_equal(now.c_cc, want->c_cc, sizeof(now.c_cc));
}

/* --- in and out ---------------------------------------------------------------- */

/* What has arrived of the terminal's answers. */
static void
pass_answers(struct pty *p)
{
	const struct line_packet *packet;
	while ((packet = line_take(&p->line, kb_clock_ms()))) {
		if (p->keys_fd >= 0) {
			assert_int_equal(write(p->keys_fd, packet->bytes, packet->n),
			                 (ssize_t)packet->n);
		}
	}
}

/* Reads what there is, waiting for it at most that long; false where there was nothing. */
static bool
take_output(struct pty *p, int wait_ms)
{
	char bytes[8192];
	struct pollfd pfd = { .fd = p->fd, .events = POLLIN };
	ssize_t n = 0;
	pass_answers(p);
	if (p->fd >= 0 && poll(&pfd, 1, wait_ms) > 0) {
		n = read(p->fd, bytes, sizeof(bytes));
	}
	if (n <= 0) {
		pty_feed(p, kb_clock_ms());
		return false;
	}
	kb_buf_add(&p->wire, (kb_str){ bytes, (size_t)n });
	return true;
}

/* What a program that has gone wrote last. */
static void
take_rest(struct pty *p)
{
	while (take_output(p, 0)) {
	}
}

/* Not a read that a slow disk keeps waiting. */
static bool
is_poll(unsigned long number)
{
#ifdef SYS_poll
	if (number == SYS_poll) {
		return true;
	}
#endif
	return number == SYS_ppoll;
}

/*
 * What the program is doing, as the kernel tells: true where it sleeps in a
 * poll() without a near end, or reads what is typed. `look` tells two such
 * sleeps apart.
 */
static bool
asleep(const struct pty *p, char *look, size_t size)
{
	char path[64];
	unsigned long number = 0;
	unsigned long fds = 0;
	unsigned long n = 0;
	unsigned long timeout = 0;
	snprintf(path, sizeof(path), "/proc/%d/syscall", (int)p->pid);
	FILE *f = fopen(path, "r");
	if (!f) {
		return false;
	}
	int got = fscanf(f, "%lu %lx %lx %lx", &number, &fds, &n, &timeout);
	fclose(f);
	bool polls = got == 4 && is_poll(number) && n >= 2 &&
	             ((int)timeout < 0 || (int)timeout > NEAR_MS);
	bool reads = got == 4 && number == SYS_read && fds == 0; /* for Enter */
	snprintf(path, sizeof(path), "/proc/%d/sched", (int)p->pid);
	look[0] = '\0';
	f = fopen(path, "r");
	while (f && fgets(look, (int)size, f) && strncmp(look, "nr_switches", 11) != 0) {
	}
	if (f) {
		fclose(f);
	}
	return polls || reads;
}

/* What was typed may still be on its way: a look at the other end makes the kernel hand it on. */
static void
hand_on(const struct pty *p)
{
	const char *name = p->fd >= 0 && !p->gone ? ptsname(p->fd) : NULL;
	int slave = name ? open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
	if (slave >= 0) {
		struct pollfd look = { .fd = slave, .events = POLLIN };
		(void)poll(&look, 1, 0);
		close(slave);
	}
}

void
pty_settle(struct pty *p)
{
	hand_on(p);
	char last[128] = "";
	int looks = 0;
	int idle = 0;
	for (long long until = kb_clock_ms() + PATIENCE_MS; kb_clock_ms() < until;) {
		char look[128] = "";
		if (take_output(p, LOOK_MS)) {
			looks = idle = 0;
			continue;
		}
		reap(p, WNOHANG);
		if (p->gone) {
			take_rest(p);
			return;
		}
		idle++;
		bool idles = asleep(p, look, sizeof(look)) && !line_busy(&p->line);
		looks = idles && strcmp(look, last) == 0 ? looks + 1 : 0;
		memcpy(last, look, sizeof(last));
		/* where /proc doesn't tell, patience must do */
		bool silent = access("/proc/self/syscall", R_OK) != 0 && idle * LOOK_MS >= 200 &&
		              !line_busy(&p->line);
		if (looks >= LOOKS || silent) {
			return;
		}
	}
	struct kb_buf screen = { 0 };
	pty_dump(p, &screen);
	(void)fprintf(stderr, "%s", screen.p);
	kb_buf_release(&screen);
	fail_msg("the program is still busy after %d ms", PATIENCE_MS);
}

void
pty_send(struct pty *p, const char *bytes, size_t n)
{
	if (!line_behind(&p->line, bytes, n)) {
		assert_int_equal(write(p->keys_fd, bytes, n), (ssize_t)n);
	}
}

/* A key as xterm sends it with its keypad in application mode. */
static void
key_bytes(int key, struct kb_buf *out)
{
	static const struct {
		int key;
		const char *bytes;
	} keys[] = {
		{ KB_KEY_UP, "\x1bOA" },      { KB_KEY_DOWN, "\x1bOB" },
		{ KB_KEY_RIGHT, "\x1bOC" },   { KB_KEY_LEFT, "\x1bOD" },
		{ KB_KEY_HOME, "\x1bOH" },    { KB_KEY_END, "\x1bOF" },
		{ KB_KEY_PGUP, "\x1b[5~" },   { KB_KEY_PGDN, "\x1b[6~" },
		{ KB_KEY_INSERT, "\x1b[2~" }, { KB_KEY_DELETE, "\x1b[3~" },
		{ KB_KEY_BTAB, "\x1b[Z" },    { KB_KEY_BACKSPACE, "\x7f" },
		{ KB_KEY_F1, "\x1bOP" },      { KB_KEY_F12, "\x1b[24~" },
	};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (keys[i].key == key) {
			kb_buf_add(out, kb_str_of(keys[i].bytes));
			return;
		}
	}
	kb_buf_cp(out, (uint32_t)key);
}

/* Sends the next key of a script; false at its end. */
static bool
type_one(struct pty *p, kb_str keys, size_t *off)
{
	struct kb_buf bytes = { 0 };
	while (*off < keys.n && keys.p[*off] == ' ') {
		(*off)++;
	}
	if (*off >= keys.n) {
		return false;
	}
	int key = kb_key_parse(keys, off);
	assert_true(key > 0);
	key_bytes(key, &bytes);
	pty_send(p, bytes.p, bytes.n);
	kb_buf_release(&bytes);
	return true;
}

void
pty_type(struct pty *p, const char *keys)
{
	size_t off = 0;
	while (type_one(p, kb_str_of(keys), &off)) {
	}
}

void
pty_keys(struct pty *p, const char *keys)
{
	size_t off = 0;
	while (type_one(p, kb_str_of(keys), &off)) {
		pty_settle(p);
	}
}

void
pty_resize(struct pty *p, int rows, int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	vterm_set_size(p->vt, rows, cols);
	p->rows = rows;
	p->cols = cols;
	assert_int_equal(ioctl(p->fd, TIOCSWINSZ, &ws), 0);
	pty_settle(p);
}

void
pty_pass(struct pty *p, int ms)
{
	for (long long until = kb_clock_ms() + ms; kb_clock_ms() < until;) {
		take_output(p, 2);
	}
}

bool
pty_gone(struct pty *p, int within_ms)
{
	for (long long until = kb_clock_ms() + within_ms; !p->gone && kb_clock_ms() < until;) {
		if (!take_output(p, 2)) {
			struct timespec nap = { .tv_nsec = 2000000 };
			nanosleep(&nap, NULL);
		}
		reap(p, WNOHANG);
	}
	if (p->gone) {
		take_rest(p);
	}
	return p->gone;
}

bool
pty_await(struct pty *p, const char *text)
{
	for (long long until = kb_clock_ms() + 5000; kb_clock_ms() < until;) {
		if (pty_shows(p, text)) {
			return true;
		}
		take_output(p, 20);
	}
	return false;
}

bool
pty_await_grid(struct pty *p, const struct kb_grid *g)
{
	for (long long until = kb_clock_ms() + 5000; kb_clock_ms() < until;) {
		if (!take_output(p, 20) && pty_same(p, g)) {
			return true;
		}
	}
	return false;
}
