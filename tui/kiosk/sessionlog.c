/*
 * The log of sessions: one line each to the system's log, by a socket opened
 * before the locks. Nothing in it tells who came or what was read.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/text.h"
#include "kiosk_int.h"

/* Priority of RFC 3164: facility daemon, severity info. */
#define PRIORITY (3 * 8 + 6)

void
kiosk_log_open(struct kb_kiosk *kiosk)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	kb_str path = kb_buf_str(&kiosk->text[KB_KIOSK_LOG]);
	if (kb_str_eq(path, KB_STR("none")) || path.n >= sizeof(to.sun_path)) {
		return;
	}
	memcpy(to.sun_path, path.p, path.n);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0) {
		close(fd); /* a log that is away is no reason to turn readers away */
		fd = -1;
	}
	kiosk->log = fd;
}

static void
add_time(struct kb_buf *out, int64_t seconds)
{
	char text[32];
	time_t t = (time_t)seconds;
	struct tm tm;
	if (gmtime_r(&t, &tm) && strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm)) {
		kb_buf_add(out, kb_str_of(text));
	}
}

static void
begin(const struct kb_kiosk *kiosk, struct kb_buf *out)
{
	kb_buf_printf(out, "<%d>kanbao-kiosk[%ld]: start=", PRIORITY, (long)getpid());
	add_time(out, kiosk->began);
}

void
kiosk_log(const struct kb_kiosk *kiosk, const char *reason, kb_str cause)
{
	struct kb_buf line = { 0 };
	int64_t now = (int64_t)time(NULL);
	if (kiosk->log >= 0) {
		begin(kiosk, &line);
		kb_buf_add(&line, KB_STR(" end="));
		add_time(&line, now);
		kb_buf_printf(&line, " seconds=%lld reason=%s", (long long)(now - kiosk->began),
		              reason);
		if (cause.n) {
			kb_buf_add(&line, KB_STR(" cause="));
			kb_text_oneline(cause, &line);
		}
		ssize_t n = write(kiosk->log, line.p, line.n);
		(void)n; /* full: the line is lost, the session is not */
	}
	kb_buf_release(&line);
}

void
kiosk_log_later(const struct kb_kiosk *kiosk, const char *reason, struct kb_buf *out)
{
	begin(kiosk, out);
	kb_buf_printf(out, " reason=%s", reason);
}
