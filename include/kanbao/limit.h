/*
 * What is taken in, in one table; what is over a limit is refused by name.
 *
 * LIMIT     AT MOST                 OF WHAT
 * FILE      64 MiB                  a file, a file in an archive file, a line of JSON Lines
 * LINE      1 MiB                   a line of page text
 * DEPTH     256                     brackets of JSON, elements of HTML and XML
 * ATTRIBUTES 10,000                 a tag of HTML and XML
 * ARTICLES  20,000                  an issue
 * UNPACKED  512 MiB                 all files of a zip or tar, or of a folder read as one
 * FILES     20,000                  the same, by number
 *
 * JSON Lines have no limit as a whole: one issue is in memory at a time. What
 * a sandboxed child may take stands in sandbox.h.
 */
#ifndef KANBAO_LIMIT_H
#define KANBAO_LIMIT_H

#define KB_LIMIT_FILE ((size_t)64 << 20)
#define KB_LIMIT_LINE ((size_t)1 << 20)
#define KB_LIMIT_DEPTH 256
#define KB_LIMIT_ATTRIBUTES 10000
#define KB_LIMIT_ARTICLES 20000
#define KB_LIMIT_UNPACKED ((size_t)512 << 20)
#define KB_LIMIT_FILES 20000

#endif
