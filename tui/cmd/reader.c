/* The reader as the program starts it: archive, state and terminal put together. */
#include "kanbao/reader.h"

#include <unistd.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/state.h"
#include "kanbao/store.h"
#include "kanbao/view.h"

static enum kb_err
read_on(struct kb_cli *cli, struct kb_app *app)
{
	struct kb_term *term = NULL;
	const long *value = cli->options.value;
	const struct kb_term_setup setup = {
		.ambiguous = (enum kb_ambiguous)value[KB_OPT_AMBIGUOUS],
		.theme = (enum kb_theme)value[KB_OPT_THEME],
		.colours = (enum kb_colours)value[KB_OPT_COLORS],
	};
	enum kb_err err = kb_term_curses(&cli->ctx, &setup, &term);
	if (!err) {
		err = kb_app_run(app, term);
		term->ops->close(term);
	}
	return err;
}

enum kb_err
kb_reader_run(struct kb_cli *cli, const char *where)
{
	struct kb_store *store = NULL;
	struct kb_state *state = NULL;
	struct kb_app *app = NULL;
	struct kb_buf path = { 0 };
	struct kb_buf why = { 0 };
	enum kb_err err = kb_cli_store(cli, &store);
	bool first = false; /* nothing has been kept yet */
	if (!err) {
		bool named = kb_cli_state_path(&path);
		first = named && access(path.p, F_OK) != 0;
		err = kb_state_open(&cli->ctx, named ? path.p : NULL, &state, &why);
	}
	if (!err) {
		err = kb_app_open(&cli->ctx, store, state, &cli->options, where, &app);
	}
	if (err == KB_E_USAGE && where) {
		/* it may have been meant for a command */
		kb_buf_add(&cli->ctx.message, kb_str_of(_("; 'kanbao help' shows the commands")));
	}
	if (!err) {
		kb_app_bind(app, &cli->keymap);
		kb_app_on_language(app, kb_cli_speak, cli);
		if (first && kb_state_saved(state) && cli->options.value[KB_OPT_WELCOME]) {
			kb_app_welcome(app);
		}
		if (why.n) {
			kb_buf_clear(&path);
			kb_buf_printf(&path, _("not saved: %s"), why.p);
			kb_app_say(app, path.p);
		}
		err = read_on(cli, app);
	}
	kb_app_close(app);
	kb_state_close(state);
	kb_store_close(store);
	kb_buf_release(&path);
	kb_buf_release(&why);
	return err;
}
