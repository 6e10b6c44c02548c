/* Options: the rows of option.def, and how one is set. */
#include "kanbao/option.h"

#include "kanbao/i18n.h"

static const struct kb_option rows[KB_OPT_COUNT] = {
#define X(id, name, type, min, max, unit, def, help) \
	[id] = { name, type, min, max, unit, def, help },
#include "kanbao/option.def"
#undef X
};

const struct kb_option *
kb_option_row(enum kb_option_id id)
{
	return &rows[id];
}

/* The index of the word among those divided by |, or −1. */
static long
word_index(const char *words, kb_str word)
{
	kb_str rest = kb_str_of(words);
	kb_str one;
	for (long i = 0; kb_str_split(&rest, '|', &one); i++) {
		if (kb_str_eq(one, word)) {
			return i;
		}
	}
	return -1;
}

static bool
read_int(const struct kb_option *row, kb_str s, long *out)
{
	long n = 0;
	size_t digits = 0;
	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9' && n <= row->max) {
		n = n * 10 + (s.p[digits++] - '0');
	}
	*out = n;
	return s.n > 0 && digits == s.n && n >= row->min && n <= row->max;
}

/* False where the value is none of the row's. */
static bool
read_value(const struct kb_option *row, kb_str s, long *out)
{
	switch (row->type) {
	case KB_TYPE_BOOL:
		*out = word_index("no|yes", s.p ? s : KB_STR("yes"));
		return *out >= 0;
	case KB_TYPE_INT:
		return read_int(row, s, out);
	case KB_TYPE_WORD:
		*out = word_index(row->unit, s);
		return *out >= 0;
	}
	return false;
}

static enum kb_err
fail_value(struct kb_ctx *ctx, const struct kb_option *row, kb_str s)
{
	if (row->type == KB_TYPE_INT) {
		return kb_fail(ctx, KB_E_CONFIG,
		               _("option '%s' takes a number from %ld to %ld, not '%.*s'"),
		               row->name, row->min, row->max, KB_ARG(s));
	}
	return kb_fail(ctx, KB_E_CONFIG, _("option '%s' takes one of %s, not '%.*s'"), row->name,
	               row->type == KB_TYPE_BOOL ? "yes|no" : row->unit, KB_ARG(s));
}

static enum kb_err
fail_name(struct kb_ctx *ctx, kb_str name)
{
	struct kb_buf names = { 0 };
	for (size_t i = 0; i < KB_OPT_COUNT; i++) {
		kb_buf_printf(&names, "%s%s", i ? ", " : "", rows[i].name);
	}
	enum kb_err err = kb_fail(ctx, KB_E_CONFIG, _("no option is called '%.*s'; there are %s"),
	                          KB_ARG(name), names.p);
	kb_buf_release(&names);
	return err;
}

void
kb_options_init(struct kb_options *o)
{
	for (size_t i = 0; i < KB_OPT_COUNT; i++) {
		o->value[i] = 0;
		(void)read_value(&rows[i], kb_str_of(rows[i].def), &o->value[i]);
	}
}

enum kb_err
kb_option_set(struct kb_options *o, struct kb_ctx *ctx, kb_str assignment)
{
	kb_str value = assignment;
	kb_str name;
	if (!kb_str_split(&value, '=', &name)) {
		name = KB_STR("");
	}
	enum kb_option_id id = kb_option_named(name);
	long n = 0;
	if (id == KB_OPT_COUNT) {
		return fail_name(ctx, name);
	}
	if (!read_value(&rows[id], value, &n)) {
		return fail_value(ctx, &rows[id], value);
	}
	o->value[id] = n;
	return KB_OK;
}

enum kb_option_id
kb_option_named(kb_str name)
{
	size_t i = 0;
	while (i < KB_OPT_COUNT && !kb_str_eq(name, kb_str_of(rows[i].name))) {
		i++;
	}
	return (enum kb_option_id)i;
}

void
kb_option_say(const struct kb_options *o, enum kb_option_id id, struct kb_buf *out)
{
	kb_buf_printf(out, "%s=", rows[id].name);
	if (rows[id].type == KB_TYPE_INT) {
		kb_buf_printf(out, "%ld", o->value[id]);
	} else if (rows[id].type == KB_TYPE_BOOL) {
		kb_buf_add(out, o->value[id] ? KB_STR("yes") : KB_STR("no"));
	} else {
		kb_buf_add(out, kb_option_word(o, id));
	}
}

kb_str
kb_option_word(const struct kb_options *o, enum kb_option_id id)
{
	kb_str rest = kb_str_of(rows[id].unit);
	kb_str one = KB_STR("");
	for (long i = 0; i <= o->value[id] && kb_str_split(&rest, '|', &one); i++) {
		/* the last one taken off is the value */
	}
	return one;
}
