/* The language of the messages: --lang, option, environment, archive (design §10). */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd_int.h"

/* The language that the environment names, installed or not; "" for no choice. */
static const char *
env_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);
		if (value && *value) {
			bool none = strcmp(value, "C") == 0 || strcmp(value, "POSIX") == 0 ||
			            strncmp(value, "C.", 2) == 0;
			return none ? "" : value;
		}
	}
	return "";
}

static bool
has_han(kb_str s)
{
	for (size_t off = 0; off < s.n;) {
		if (kb_cp_han(kb_utf8_next(s, &off))) {
			return true;
		}
	}
	return false;
}

/* Names and headlines of the newest few issues tell. */
static bool
archive_is_chinese(const struct kb_cli *cli)
{
	struct kb_ctx ctx = { 0 };
	struct kb_store *store = NULL;
	struct kb_arena a = { 0 };
	struct kb_issue_row *rows = NULL;
	size_t n = 0;
	bool han = false;
	if (cli->archive && kb_store_open(&ctx, cli->archive, KB_STORE_READ, &store) == KB_OK) {
		(void)kb_store_issues(store, &ctx, &a, 0, true, 0, 8, &rows, &n);
	}
	for (size_t i = 0; i < n && !han; i++) {
		han = has_han(rows[i].paper) || has_han(rows[i].lead);
	}
	kb_arena_release(&a);
	kb_store_close(store);
	kb_ctx_release(&ctx);
	return han;
}

static bool
want_chinese(const struct kb_cli *cli)
{
	kb_str set = kb_option_word(&cli->options, KB_OPT_LANGUAGE);
	const char *env = env_language();
	if (!kb_str_eq(set, KB_STR("auto"))) {
		return kb_str_eq(set, KB_STR("zh"));
	}
	return *env ? strncmp(env, "zh", 2) == 0 : archive_is_chinese(cli);
}

/* The folder of the translations: beside the program as built, or as installed with any prefix. */
static bool
text_folder(char *dir, size_t size)
{
	static const char *const from_program[] = { "/locale", "/../share/locale" };
	ssize_t n = readlink("/proc/self/exe", dir, size - sizeof("/../share/locale"));
	if (n <= 0) {
		return false;
	}
	dir[n] = '\0';
	char *slash = strrchr(dir, '/');
	for (size_t i = 0; slash && i < sizeof(from_program) / sizeof(from_program[0]); i++) {
		struct stat st;
		memcpy(slash, from_program[i], strlen(from_program[i]) + 1);
		if (stat(dir, &st) == 0 && S_ISDIR(st.st_mode)) {
			return true;
		}
	}
	return false;
}

static void
bind_texts(void)
{
	char dir[4096];
	bindtextdomain("kanbao", text_folder(dir, sizeof(dir)) ? dir : KB_LOCALEDIR);
	bind_textdomain_codeset("kanbao", "UTF-8");
	textdomain("kanbao");
}

void
kb_cli_language(const struct kb_cli *cli)
{
	setenv("LANGUAGE", want_chinese(cli) ? "zh_CN" : "en", 1);
	bind_texts(); /* also makes gettext forget what it has looked up */
}

void
kb_cli_speak(void *user, const struct kb_options *options)
{
	struct kb_cli *cli = user;
	cli->options.value[KB_OPT_LANGUAGE] = options->value[KB_OPT_LANGUAGE];
	kb_cli_language(cli);
}
