/* Options: rows of option.def, their values, and how they are set. */
#ifndef KANBAO_OPTION_H
#define KANBAO_OPTION_H

#include "kanbao/ctx.h"

enum kb_option_type {
	KB_TYPE_BOOL,
	KB_TYPE_INT,
	KB_TYPE_WORD,
};

enum kb_option_id {
#define X(id, name, type, min, max, unit, def, help) id,
#include "kanbao/option.def"
#undef X
	KB_OPT_COUNT
};

struct kb_option {
	const char *name;
	enum kb_option_type type;
	long min;
	long max;
	const char *unit; /* of an int; of a word its values, separated by | */
	const char *def;
	const char *help;
};

/* Values of the word "ambiguous" are those of enum kb_ambiguous. Values of the word "clipboard", in its order. */
enum kb_clipboard { KB_CLIPBOARD_AUTO, KB_CLIPBOARD_OSC52, KB_CLIPBOARD_OFF };

/* Row of an option. */
const struct kb_option *kb_option_row(enum kb_option_id id);

/* Values: a bool is 0 or 1, a word the index of its value. */
struct kb_options {
	long value[KB_OPT_COUNT];
};
void kb_options_init(struct kb_options *o);
/* "name=value" or, for a bool, "name". KB_E_CONFIG names what is allowed. */
enum kb_err kb_option_set(struct kb_options *o, struct kb_ctx *ctx, kb_str assignment);
/* The option of that name, KB_OPT_COUNT where there is none. */
enum kb_option_id kb_option_named(kb_str name);
/* Appends "name=value". */
void kb_option_say(const struct kb_options *o, enum kb_option_id id, struct kb_buf *out);
/* The value of a word as text, borrowed. */
kb_str kb_option_word(const struct kb_options *o, enum kb_option_id id);

#endif
