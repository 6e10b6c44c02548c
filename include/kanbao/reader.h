/* The reader as the program starts it. */
#ifndef KANBAO_READER_H
#define KANBAO_READER_H

#include "kanbao/cmd.h"

/*
 * Opens the archive of the command line, the reader's own state and the
 * terminal, and reads until the reader leaves. `where` is a reference or a
 * date, or NULL. The terminal is restored on return.
 */
enum kb_err kb_reader_run(struct kb_cli *cli, const char *where);

#endif
