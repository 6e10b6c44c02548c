/* A bundle → issues, by its format. */
#include <string.h>

#include "import_int.h"

bool
kb_format_own(const struct kb_format *format)
{
	return strcmp(format->name, "interchange") == 0;
}

enum kb_err
kb_convert(struct kb_ctx *ctx, const struct kb_format *format, const struct kb_bundle *bundle,
           const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct kb_arena arena = { 0 };
	enum kb_err err = format->read(ctx, &arena, bundle, options, sink);
	kb_arena_release(&arena);
	return err;
}
