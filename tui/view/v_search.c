/* The search over the archive. */
#include "app_int.h"

enum kb_err
search_open(struct kb_app *app, kb_str typed)
{
	(void)typed;
	return kb_fail(app->ctx, KB_E_NOTHING, "nothing");
}

bool
search_reading(const struct kb_app *app)
{
	(void)app;
	return false;
}

enum kb_err
search_step(struct kb_app *app, int dir)
{
	(void)dir;
	return kb_fail(app->ctx, KB_E_NOTHING, "nothing");
}
