/* The clipboard of the terminal: OSC 52, and what tmux and screen let through. */
#include <stdlib.h>
#include <string.h>

#include <nettle/base64.h>

#include "kanbao/mem.h"
#include "kanbao/term.h"

/* screen cuts strings that are longer than some hundred bytes. */
#define SCREEN_PART 252

enum kb_clip
kb_clip_through(const char *tmux, const char *sty, const char *term, bool knows)
{
	if ((tmux && *tmux) || (term && strncmp(term, "tmux", 4) == 0)) {
		return KB_CLIP_TMUX;
	}
	if (sty && *sty) {
		return KB_CLIP_SCREEN;
	}
	return knows ? KB_CLIP_TERMINAL : KB_CLIP_NONE;
}

/* In strings that screen hands on to the terminal as they are. */
static void
add_for_screen(kb_str bytes, struct kb_buf *out)
{
	for (size_t from = 0; from < bytes.n; from += SCREEN_PART) {
		kb_buf_add(out, KB_STR("\033P"));
		kb_buf_add(out, kb_str_sub(bytes, from, from + SCREEN_PART));
		kb_buf_add(out, KB_STR("\033\\"));
	}
}

void
kb_clip_sequence(kb_str text, enum kb_clip through, struct kb_buf *out)
{
	struct kb_buf osc = { 0 };
	if (text.n > KB_CLIP_MAX) {
		return;
	}
	size_t n = BASE64_ENCODE_RAW_LENGTH(text.n);
	char *base64 = kb_calloc(n + 1, 1);
	base64_encode_raw(base64, text.n, (const uint8_t *)text.p);
	kb_buf_printf(&osc, "\033]52;c;%.*s\a", (int)n, base64);
	free(base64);
	switch (through) {
	case KB_CLIP_NONE:
	case KB_CLIP_TERMINAL:
		kb_buf_add(out, kb_buf_str(&osc));
		break;
	case KB_CLIP_TMUX:
		/* its own form for set-clipboard, and the one that allow-passthrough lets by */
		kb_buf_add(out, kb_buf_str(&osc));
		kb_buf_add(out, KB_STR("\033Ptmux;\033"));
		kb_buf_add(out, kb_buf_str(&osc));
		kb_buf_add(out, KB_STR("\033\\"));
		break;
	case KB_CLIP_SCREEN:
		add_for_screen(kb_buf_str(&osc), out);
		break;
	}
	kb_buf_release(&osc);
}
