/* For tests of the parser: text in, issue out, fields as one line. */
#ifndef PARSE_HELP_H
#define PARSE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kanbao/interchange.h"
#include "kanbao/parse.h"

struct parsed {
	struct kb_ctx ctx;
	struct kb_arena a;
	struct kb_issue issue;
	enum kb_err err;
	struct kb_buf line;
};

static inline void
parse_named(struct parsed *p, kb_str text, const char *name, const struct kb_parse_options *options)
{
	*p = (struct parsed){ .err = KB_OK };
	p->err = kb_parse(&p->ctx, &p->a, text, name, options, &p->issue, NULL);
	kb_buf_clear(&p->line);
}

static inline void
parse_text(struct parsed *p, const char *text)
{
	parse_named(p, kb_str_of(text), "-", NULL);
	assert_int_equal(p->err, KB_OK);
}

static inline void
parse_release(struct parsed *p)
{
	kb_ctx_release(&p->ctx);
	kb_arena_release(&p->a);
	kb_buf_release(&p->line);
}

/* The issue as "kind[label] kicker/headline/deck (lead) role=name … {p|p}>2<1; …". */
static inline const char *
parse_outline(struct parsed *p)
{
	kb_buf_clear(&p->line);
	for (size_t i = 0; i < p->issue.narticles; i++) {
		const struct kb_article *a = &p->issue.articles[i];
		kb_buf_printf(&p->line, "%s%s", i ? "; " : "", kb_kind_name(a->kind));
		if (a->label.p) {
			kb_buf_printf(&p->line, "[%.*s]", KB_ARG(a->label));
		}
		kb_buf_printf(&p->line, " %.*s/%.*s/%.*s", KB_ARG(a->kicker), KB_ARG(a->headline),
		              KB_ARG(a->deck));
		for (size_t k = 0; k < a->credits.n; k++) {
			kb_buf_printf(&p->line, " %.*s=%.*s", KB_ARG(a->credits.v[k].role),
			              KB_ARG(a->credits.v[k].name));
		}
		kb_buf_add(&p->line, KB_STR(" {"));
		for (size_t k = 0; k < a->body.n; k++) {
			kb_buf_printf(&p->line, "%s%.*s", k ? "|" : "", KB_ARG(a->body.v[k]));
		}
		kb_buf_byte(&p->line, '}');
		if (a->jump_to.p) {
			kb_buf_printf(&p->line, ">%.*s", KB_ARG(a->jump_to));
		}
		if (a->jump_from.p) {
			kb_buf_printf(&p->line, "<%.*s", KB_ARG(a->jump_from));
		}
	}
	return p->line.p;
}

static inline void
expect_outline(const char *text, const char *want)
{
	struct parsed p;
	parse_text(&p, text);
	assert_string_equal(parse_outline(&p), want);
	parse_release(&p);
}

#endif
