/* Bytes through a file descriptor, whatever signals come. */
#ifndef KANBAO_IO_H
#define KANBAO_IO_H

#include <sys/types.h>

#include "kanbao/str.h"

/* Writes all of it, waiting where there is no room; false, with errno, where that fails. */
bool kb_io_write(int fd, kb_str bytes);
/* As read(2). */
ssize_t kb_io_read(int fd, void *bytes, size_t n);

#endif
