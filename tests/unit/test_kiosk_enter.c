/* The first steps of a session: what is left of what was inherited. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "kanbao/kiosk.h"

enum { INHERITED = 57 };
static const int ignored[] = { SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGXFSZ };

/* In a child: standard input and output as asked, and much that is inherited. */
static void
inherit(int in, int out)
{
	static const char *const names[] = { "TERMINFO",
		                             "TERMINFO_DIRS",
		                             "TERMCAP",
		                             "HOME",
		                             "NCURSES_NO_SETBUF",
		                             "LANGUAGE",
		                             "LANG",
		                             "LC_ALL",
		                             "TMPDIR",
		                             "PATH",
		                             "KANBAO_ARCHIVE",
		                             "XDG_STATE_HOME",
		                             "TZ",
		                             "SSH_ORIGINAL_COMMAND" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		(void)setenv(names[i], "/tmp/hostile", 1);
	}
	(void)setenv("TERM", "vt100", 1);
	(void)setenv("SSH_USER_AUTH", "/tmp/sshauth.x", 1);
	(void)setenv("SSH_CONNECTION", "2001:db8::1 50000 ::1 22", 1);
	(void)dup2(in, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	(void)dup2(in, INHERITED);
	(void)umask(0);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++) {
		(void)signal(ignored[i], SIG_DFL);
	}
}

/* What is wrong after the first steps; NULL: nothing. */
static const char *
wrong(const struct kb_kiosk *kiosk)
{
	char folder[64];
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++) {
		struct sigaction now;
		if (sigaction(ignored[i], NULL, &now) != 0 || now.sa_handler != SIG_IGN) {
			return "a signal ends it";
		}
	}
	return fcntl(INHERITED, F_GETFD) >= 0                                ? "a descriptor"
	       : umask(0) != 077                                             ? "modes of new files"
	       : !getcwd(folder, sizeof(folder)) || strcmp(folder, "/") != 0 ? "the folder"
	       : !environ[0] || strcmp(environ[0], "TERM=vt100") != 0 || environ[1]
	               ? "the environment"
	       : strcmp(kiosk->proof.p, "/tmp/sshauth.x") != 0 ? "the proof"
	       : strcmp(kiosk->source.p, "2001:db8::1") != 0   ? "the address"
	                                                       : NULL;
}

static void
test_enter(void **state)
{
	(void)state;
	int outer = -1;
	int tty = -1;
	assert_int_equal(openpty(&outer, &tty, NULL, NULL, NULL), 0);
	int null = open("/dev/null", O_RDWR);
	const struct {
		int in;
		int out;
		bool terminal;
	} cases[] = { { tty, tty, true },
		      { tty, null, false },
		      { null, tty, false },
		      { null, null, false } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int status = 0;
		pid_t child = fork();
		if (child == 0) {
			struct kb_kiosk kiosk = { 0 };
			inherit(cases[i].in, cases[i].out);
			bool terminal = kb_kiosk_enter(&kiosk);
			const char *what =
				terminal != cases[i].terminal ? "the terminal" : wrong(&kiosk);
			if (what) {
				fprintf(stderr, "# case %zu: %s\n", i, what);
			}
			_exit(what ? 1 : 0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	close(null);
	close(tty);
	close(outer);
}

/* A name that is none of a terminal is nobody's. */
static void
test_name(void **state)
{
	(void)state;
	static const char *const names[] = { "../x", "\033[6n", "", "a b", "x/y" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int status = 0;
		pid_t child = fork();
		if (child == 0) {
			struct kb_kiosk kiosk = { 0 };
			(void)setenv("TERM", names[i], 1);
			(void)kb_kiosk_enter(&kiosk);
			_exit(environ && environ[0] ? 1 : 0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_enter),
		cmocka_unit_test(test_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
