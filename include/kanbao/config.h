/* The options file, and its lines: options, keys. */
#ifndef KANBAO_CONFIG_H
#define KANBAO_CONFIG_H

#include "kanbao/keymap.h"
#include "kanbao/option.h"

/* Longest file. */
#define KB_CONFIG_MAX 65536

/* Appends the path of kanbao.conf; false where the environment names no place for it. */
bool kb_config_path(struct kb_buf *out);
/*
 * Reads the file into options and keymap. One that is not there is empty;
 * KB_E_CONFIG with file and line for what is wrong, and for a key bound twice.
 */
enum kb_err kb_config_read(struct kb_ctx *ctx, const char *path, struct kb_options *options,
                           struct kb_keymap *keymap);
/*
 * One line: "name = value", "bind KEY ACTION", "unbind KEY", nothing, or a
 * comment (#). Only what is right changes anything.
 */
enum kb_err kb_config_line(struct kb_ctx *ctx, kb_str line, struct kb_options *options,
                           struct kb_keymap *keymap);

#endif
