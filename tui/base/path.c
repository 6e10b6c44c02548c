/* Folders above a file. */
#include "kanbao/path.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "kanbao/i18n.h"

enum kb_err
kb_path_make_parents(struct kb_ctx *ctx, const char *path)
{
	struct kb_buf part = { 0 };
	enum kb_err err = KB_OK;
	for (const char *slash = strchr(path, '/'); slash && !err; slash = strchr(slash + 1, '/')) {
		if (slash == path) {
			continue;
		}
		kb_buf_clear(&part);
		kb_buf_add(&part, (kb_str){ path, (size_t)(slash - path) });
		/* XDG Base Directory: what is missing is made with mode 0700 */
		if (mkdir(part.p, 0700) != 0 && errno != EEXIST) {
			struct stat st;
			if (stat(part.p, &st) != 0) {
				err = kb_fail(ctx, KB_E_CREATE, _("cannot make folder '%s': %s"),
				              part.p, strerror(errno));
			}
		}
	}
	kb_buf_release(&part);
	return err;
}
