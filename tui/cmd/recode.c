/* What is printed on a terminal of GBK or GB18030, in its character set. */
#include <errno.h>
#include <iconv.h>
#include <langinfo.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd_int.h"
#include "kanbao/mem.h"
#include "kanbao/term.h"

struct recoder {
	FILE *to;
	iconv_t cd;
	struct kb_buf in; /* the beginning of a character that was cut */
};

/* Returns the bytes converted: all but a character that is cut at the end. */
static size_t
convert(struct recoder *r, kb_str s)
{
	char *in = (char *)(uintptr_t)s.p;
	size_t left = s.n;
	while (left) {
		char bytes[512];
		char *out = bytes;
		size_t room = sizeof(bytes);
		size_t done = iconv(r->cd, &in, &left, &out, &room);
		int error = errno;
		(void)fwrite(bytes, 1, sizeof(bytes) - room, r->to);
		if (done == (size_t)-1 && error == EINVAL) {
			break;
		}
		if (done == (size_t)-1 && error == EILSEQ) {
			/* what the set lacks: as the reader shows it */
			size_t n = 0;
			uint32_t cp = kb_utf8_next((kb_str){ in, left }, &n);
			bool wide = kb_cp_cols(cp, KB_AMBIGUOUS_2) == 2 && cp != 0x3013;
			(void)convert(r, wide ? KB_STR("〓") : KB_STR("?"));
			in += n;
			left -= n;
		}
	}
	return s.n - left;
}

static ssize_t
write_recoded(void *cookie, const char *bytes, size_t n)
{
	struct recoder *r = cookie;
	struct kb_buf rest = { 0 };
	kb_buf_add(&r->in, (kb_str){ bytes, n });
	size_t used = convert(r, kb_buf_str(&r->in));
	kb_buf_add(&rest, kb_str_sub(kb_buf_str(&r->in), used, r->in.n));
	kb_buf_release(&r->in);
	r->in = rest;
	return fflush(r->to) == 0 ? (ssize_t)n : 0;
}

static int
close_recoder(void *cookie)
{
	struct recoder *r = cookie;
	iconv_close(r->cd);
	kb_buf_release(&r->in);
	free(r);
	return 0;
}

FILE *
kb_recoded(FILE *to)
{
	const char *codeset = nl_langinfo(CODESET);
	if (kb_term_codeset(codeset) != KB_CODESET_GB || !isatty(fileno(to))) {
		return to;
	}
	const cookie_io_functions_t io = { .write = write_recoded, .close = close_recoder };
	struct recoder *r = kb_calloc(1, sizeof(*r));
	r->to = to;
	r->cd = iconv_open(codeset, "UTF-8");
	FILE *recoded = r->cd == (iconv_t)-1 ? NULL : fopencookie(r, "w", io);
	if (!recoded) {
		free(r);
		return to;
	}
	setvbuf(recoded, NULL, _IOLBF, 0);
	return recoded;
}

void
kb_recoded_close(FILE *recoded, const FILE *to)
{
	if (recoded != to) {
		(void)fclose(recoded);
	}
}
