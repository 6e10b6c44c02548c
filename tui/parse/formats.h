/* What each row of formats.def promises: prefix_is() and prefix_read(). */
#ifndef KANBAO_FORMATS_H
#define KANBAO_FORMATS_H

#include "kanbao/format.h"

#define KB_FORMAT(name, foreign, prefix, help)                                          \
	bool prefix##_is(const struct kb_bundle *bundle);                               \
	enum kb_err prefix##_read(                                                      \
		struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle, \
		const struct kb_parse_options *options, const struct kb_sink *sink);
#include "formats.def"
#undef KB_FORMAT

/* The last part of a file's path; of the bundle's name where it has none. */
kb_str kb_file_base(const struct kb_bundle *bundle, size_t i);
/* The base name ends so, whatever the case: ".htm". */
bool kb_file_ext(kb_str base, kb_str ext);
/* The first character of the bytes that is no blank and no BOM, or 0. */
char kb_file_first(kb_str bytes);

#endif
