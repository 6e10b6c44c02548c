/* The operator's file: /etc/kanbao/kiosk.conf. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kanbao/config.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "kiosk_int.h"

static const struct kb_kiosk_row rows[] = {
#define X(id, name, type, min, max, unit, def, help) { name, type, min, max, unit, def, help },
#include "kanbao/kiosk.def"
#undef X
};

const struct kb_kiosk_row *
kb_kiosk_row(enum kb_kiosk_id id)
{
	return &rows[id];
}

/* Whether the word is one of those separated by |. */
static bool
one_of(kb_str word, const char *words)
{
	kb_str rest = kb_str_of(words);
	kb_str one;
	while (kb_str_split(&rest, '|', &one)) {
		if (kb_str_eq(one, word)) {
			return true;
		}
	}
	return false;
}

static enum kb_err
set(struct kb_ctx *ctx, struct kb_kiosk *kiosk, size_t id, kb_str value)
{
	const struct kb_kiosk_row *row = &rows[id];
	if (row->type == KB_KIOSK_TEXT) {
		if (*row->unit && !one_of(value, row->unit)) {
			return kb_fail(ctx, KB_E_CONFIG, _("'%s' is one of %s"), row->name,
			               row->unit);
		}
		kb_buf_clear(&kiosk->text[id]);
		kb_buf_add(&kiosk->text[id], value);
		return KB_OK;
	}
	long n = 0;
	size_t digits = 0;
	while (digits < value.n && digits < 9 && value.p[digits] >= '0' && value.p[digits] <= '9') {
		n = n * 10 + (value.p[digits++] - '0');
	}
	if (!value.n || digits < value.n || n < row->min || n > row->max) {
		return kb_fail(ctx, KB_E_CONFIG, _("'%s' is a whole number from %ld to %ld"),
		               row->name, row->min, row->max);
	}
	kiosk->value[id] = n;
	return KB_OK;
}

void
kb_kiosk_defaults(struct kb_kiosk *kiosk)
{
	struct kb_ctx ctx = { 0 };
	for (size_t i = 0; i < KB_KIOSK_COUNT; i++) {
		(void)set(&ctx, kiosk, i, kb_str_of(rows[i].def));
	}
	kb_ctx_release(&ctx);
}

enum kb_err
kb_kiosk_line(struct kb_ctx *ctx, kb_str line, struct kb_kiosk *kiosk, struct kb_options *options,
              struct kb_keymap *keymap)
{
	kb_str value = kb_str_trim(line);
	kb_str name;
	if (value.n && value.p[0] != '#' && memchr(value.p, '=', value.n)) {
		(void)kb_str_split(&value, '=', &name);
		for (size_t i = 0; i < KB_KIOSK_COUNT; i++) {
			if (kb_str_eq(kb_str_trim(name), kb_str_of(rows[i].name))) {
				return set(ctx, kiosk, i, kb_str_trim(value));
			}
		}
	}
	return kb_config_line(ctx, line, options, keymap);
}

/* The text of a file that nobody but root can have written. */
static enum kb_err
read_ours(struct kb_ctx *ctx, const char *path, struct kb_buf *text)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0) {
		return kb_fail(ctx, KB_E_CONFIG, _("cannot read '%s': %s"), path, strerror(errno));
	}
	enum kb_err err = KB_OK;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != 0 ||
	    (st.st_mode & (S_IWGRP | S_IWOTH))) {
		err = kb_fail(ctx, KB_E_CONFIG, _("'%s' must be root's, and only root's to write"),
		              path);
	} else if (st.st_size > KB_CONFIG_MAX) {
		err = kb_fail(ctx, KB_E_CONFIG, _("'%s' is too long to be options"), path);
	} else {
		kb_buf_reserve(text, KB_CONFIG_MAX);
		ssize_t n = read(fd, text->p, KB_CONFIG_MAX);
		text->n = n > 0 ? (size_t)n : 0;
		text->p[text->n] = '\0';
	}
	close(fd);
	return err;
}

enum kb_err
kb_kiosk_config(struct kb_ctx *ctx, const char *path, struct kb_kiosk *kiosk,
                struct kb_options *options, struct kb_keymap *keymap)
{
	struct kb_buf text = { 0 };
	kb_kiosk_defaults(kiosk);
	enum kb_err err = read_ours(ctx, path, &text);
	kb_str rest = kb_buf_str(&text);
	kb_str line;
	for (size_t number = 1; !err && kb_str_split(&rest, '\n', &line); number++) {
		err = kb_utf8_valid(line) ? kb_kiosk_line(ctx, line, kiosk, options, keymap)
		                          : kb_fail(ctx, KB_E_CONFIG, _("this is not UTF-8"));
		if (err) {
			struct kb_buf where = { 0 };
			kb_buf_printf(&where, "%s:%zu", path, number);
			(void)kb_fail_at(ctx, where.p);
			kb_buf_release(&where);
		}
	}
	kb_buf_release(&text);
	return err;
}
