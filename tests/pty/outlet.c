/* The program run once on a terminal. */
#include "outlet.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "pty.h"

const char *
outlet_program(void)
{
	return getenv("KANBAO");
}

void
outlet_run(const char *const *argv, const char *const *env, struct wire_kinds *kinds)
{
	struct pty p;
	const struct pty_setup setup = { .rows = 24, .cols = 80, .argv = argv, .env = env };
	struct kb_buf line = { 0 };
	for (size_t i = 0; argv[i]; i++) {
		kb_buf_printf(&line, "%s ", argv[i]);
	}
	pty_start(&p, &setup);
	pty_send(&p, "n\r", 2); /* to questions */
	if (!pty_gone(&p, 20000)) {
		fail_msg("%s does not end", line.p);
	}
	if (pty_status(&p) < 0 || p.wire.n == 0) {
		fail_msg("%s: status %d, %zu bytes", line.p, pty_status(&p), p.wire.n);
	}
	wire_kinds_of(kb_buf_str(&p.wire), kinds);
	pty_end(&p);
	kb_buf_release(&line);
}

void
outlet_no_more(const struct wire_kinds *hostile, const struct wire_kinds *plain, const char *what)
{
	const char *more = wire_kinds_more(hostile, plain);
	if (more) {
		struct kb_buf all = { 0 };
		wire_kinds_say(plain, &all);
		fail_msg("%s has '%s', plain text %s", what, more, all.p);
	}
}

void
outlet_lines(const struct wire_kinds *kinds, const char *outlet, const char *with)
{
	struct wire_kinds lines = { 0 };
	struct kb_buf what = { 0 };
	wire_kinds_of(KB_STR("\r\n"), &lines);
	kb_buf_printf(&what, "%s with %s", outlet, with);
	outlet_no_more(kinds, &lines, what.p);
	kb_buf_release(&what);
	wire_kinds_release(&lines);
}
