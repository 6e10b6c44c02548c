/* What a session may still open once it is locked in. */
#include <libintl.h>
#include <string.h>
#include <sys/stat.h>

#include "kanbao/i18n.h"
#include "kanbao/sandbox.h"
#include "kiosk_int.h"

/* The folder that a file is in, or the folder itself. */
static void
folder_of(const char *path, struct kb_buf *out)
{
	struct stat st;
	kb_buf_add(out, kb_str_of(path));
	const char *slash = strrchr(out->p, '/');
	if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode) && slash) {
		out->n = slash == out->p ? 1 : (size_t)(slash - out->p);
		out->p[out->n] = '\0';
	}
}

static bool
wants(const struct kb_kiosk *kiosk, const char *word)
{
	return kb_str_eq(kb_buf_str(&kiosk->text[KB_KIOSK_SANDBOX]), kb_str_of(word));
}

static enum kb_err
settle(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, bool held, const char *lock)
{
	if (!held && wants(kiosk, "required")) {
		return kb_fail(ctx, KB_E_TERM,
		               _("this system offers no sandbox (%s) to serve visitors in"), lock);
	}
	return KB_OK;
}

enum kb_err
kb_kiosk_lock_files(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, const char *state)
{
	struct kb_buf archive = { 0 };
	if (wants(kiosk, "off")) {
		return KB_OK;
	}
	folder_of(kiosk->text[KB_KIOSK_ARCHIVE].p, &archive);
	const char *texts = bindtextdomain("kanbao", NULL);
	const struct kb_lock_path paths[] = {
		/* another language, other colours */
		{ texts ? texts : KB_LOCALEDIR, false },
		{ "/etc/terminfo", false },
		{ "/lib/terminfo", false },
		{ "/usr/share/terminfo", false },
		{ "/dev/urandom", false },                   /* SQLite's names of journals */
		{ "/proc/sys/vm/overcommit_memory", false }, /* the C library's memory of threads */
		{ archive.p, false },
		{ state, true },
	};
	bool held = kb_sandbox_lock_files(paths, sizeof(paths) / sizeof(paths[0]) - !state);
	kb_buf_release(&archive);
	return settle(ctx, kiosk, held, "Landlock");
}

enum kb_err
kb_kiosk_lock_calls(struct kb_ctx *ctx, const struct kb_kiosk *kiosk)
{
	return settle(ctx, kiosk, wants(kiosk, "off") || kb_sandbox_lock_calls(), "seccomp");
}
