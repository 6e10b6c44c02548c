/*
 * What surrounds the program, whatever it says: options file, environment,
 * command line. An input is taken apart at NUL: the file, then words of which
 * each is both a value of every variable that is asked for and a word of the
 * command line. An error names file and line in one line that a terminal can
 * be shown, and options stay inside their ranges, keys such as they can be
 * typed.
 */
#include <string.h>

#include "fuzz_archive.h"
#include "kanbao/cmd.h"
#include "kanbao/config.h"
#include "kanbao/text.h"

/* Words of a command line, and bytes of one. */
#define WORDS 8
#define WORD 200

static void
check_options(const struct kb_options *o)
{
	for (int i = 0; i < KB_OPT_COUNT; i++) {
		const struct kb_option *row = kb_option_row((enum kb_option_id)i);
		if (row->type == KB_TYPE_WORD) {
			MUST(kb_option_word(o, (enum kb_option_id)i).n > 0);
		} else {
			MUST(o->value[i] >= row->min && o->value[i] <= row->max);
		}
	}
}

/* Every key that is bound has a name that is this key. */
static void
check_keymap(const struct kb_keymap *map)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct kb_binding *b = &map->v[i];
		MUST(b->n >= 1 && b->n <= KB_KEYS_MAX && b->action != KB_ACT_NONE);
		for (size_t k = 0; k < b->n; k++) {
			struct kb_buf name = { 0 };
			size_t off = 0;
			kb_key_name(b->keys[k], &name);
			MUST(kb_key_parse(kb_buf_str(&name), &off) == b->keys[k] && off == name.n);
			kb_buf_release(&name);
		}
	}
}

/* Whatever is typed with these keys is a command, a beginning of one, or nothing. */
static void
check_typing(const struct kb_keymap *map, kb_str typed)
{
	struct kb_keys keys = { 0 };
	struct kb_command c = { 0 };
	for (size_t off = 0; off < typed.n;) {
		int key = (int)kb_utf8_next(typed, &off);
		if (kb_keys_feed(&keys, map, KB_GROUP_NONE, key, &c) == KB_KEYS_ACTION) {
			MUST(c.action != KB_ACT_NONE && c.count >= 1 && c.count <= KB_COUNT_MAX);
		}
		MUST(keys.n <= KB_KEYS_MAX);
	}
}

static void
check_message(const struct kb_ctx *ctx)
{
	struct kb_buf line = { 0 };
	MUST(ctx->message.n > 0);
	kb_text_oneline(kb_buf_str(&ctx->message), &line);
	MUST(line.n > 0 && kb_utf8_valid(kb_buf_str(&line)));
	MUST(kb_str_find(kb_buf_str(&line), KB_STR("\n")) == SIZE_MAX);
	kb_buf_release(&line);
}

/* The message begins with file and line: "PATH:12: …". */
static void
check_place(const struct kb_ctx *ctx, const char *path)
{
	kb_str rest = kb_buf_str(&ctx->message);
	MUST(ctx->err == KB_E_CONFIG && kb_str_starts(rest, kb_str_of(path)));
	rest = kb_str_sub(rest, strlen(path), rest.n);
	MUST(rest.n > 2 && rest.p[0] == ':' && rest.p[1] >= '1' && rest.p[1] <= '9');
}

static void
read_file(kb_str text, struct kb_options *o, struct kb_keymap *map)
{
	char path[320];
	struct kb_ctx ctx = { 0 };
	FILE *f = fopen(fuzz_path(path, sizeof(path), "kanbao.conf"), "w");
	MUST(f && fwrite(text.n ? text.p : "", 1, text.n, f) == text.n && fclose(f) == 0);
	if (kb_config_read(&ctx, path, o, map)) {
		check_message(&ctx);
		check_place(&ctx, path);
	}
	check_options(o);
	check_keymap(map);
	kb_ctx_release(&ctx);
}

/* The word as every variable; back to none afterwards. */
static void
live_with(const char *word)
{
	static const char *const names[] = { "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME",
		                             "KANBAO_ARCHIVE" };
	struct kb_buf path = { 0 };
	enum kb_clip through = kb_clip_through(word, word, word, false);
	MUST(!*word || through != KB_CLIP_NONE || strncmp(word, "tmux", 4) != 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		MUST(setenv(names[i], word, 1) == 0);
	}
	/* a relative path is no place */
	MUST(kb_config_path(&path) == (word[0] == '/'));
	MUST(!path.n || path.p[0] == '/');
	kb_buf_release(&path);
}

static void
command_line(int argc, char **argv, struct kb_options *o, struct kb_keymap *map)
{
	struct kb_cli cli = { .out = stdout, .err = stderr, .options = *o, .keymap = *map };
	struct kb_buf path = { 0 };
	int used = 0;
	enum kb_err err = kb_cli_read(&cli, argc, argv, &path, &used);
	MUST(used >= 1 && used <= argc);
	check_options(&cli.options);
	if (err) {
		MUST(err == KB_E_USAGE || err == KB_E_CONFIG);
		check_message(&cli.ctx);
	}
	kb_buf_release(&path);
	kb_ctx_release(&cli.ctx);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char words[WORDS][WORD] = { "kanbao" };
	char *argv[WORDS + 1] = { words[0] };
	int argc = 1;
	kb_str rest = { (const char *)data, size };
	kb_str part;
	struct kb_options o;
	struct kb_keymap map = { 0 };
	kb_options_init(&o);
	kb_keymap_init(&map);
	(void)kb_str_split(&rest, '\0', &part);
	read_file(part, &o, &map);
	while (argc < WORDS && kb_str_split(&rest, '\0', &part)) {
		(void)snprintf(words[argc], WORD, "%.*s", KB_ARG(part));
		argv[argc] = words[argc];
		live_with(words[argc]);
		check_typing(&map, part);
		argc++;
	}
	command_line(argc, argv, &o, &map);
	kb_keymap_release(&map);
	return 0;
}
