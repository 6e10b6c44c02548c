/* Bytes through a file descriptor: a signal between them ends nothing. */
#include "kanbao/io.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

bool
kb_io_write(int fd, kb_str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n > 0) {
			bytes = kb_str_sub(bytes, (size_t)n, bytes.n);
		} else if (n < 0 && errno == EAGAIN) {
			struct pollfd room = { .fd = fd, .events = POLLOUT };
			(void)poll(&room, 1, -1);
		} else if (n == 0 || errno != EINTR) {
			return false;
		}
	}
	return true;
}

ssize_t
kb_io_read(int fd, void *bytes, size_t n)
{
	ssize_t got;
	do {
		got = read(fd, bytes, n);
	} while (got < 0 && errno == EINTR);
	return got;
}
