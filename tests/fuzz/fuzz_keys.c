/*
 * What a terminal sends, whatever it is, to the reader on a screen in memory:
 * keys, pastes, clicks, sizes down to a cell. Each screen holds the grid's
 * invariants, the cursor is inside, the archive stays as it was and the
 * reader's state is one that can be read again.
 *
 * An input: bytes below 0x80 are keys, 0x80 … those of enum kb_key; 0xC0
 * begins a character, 0xB0 … the rest of what a terminal may say.
 */
#include <poll.h>
#include <string.h>

#include "fuzz_archive.h"
#include "kanbao/mem.h"
#include "kanbao/state.h"
#include "kanbao/view.h"

/* Longer ones find nothing more, and each key paints a screen. */
#define INPUT_MAX 1000

struct screen {
	struct kb_term term; /* first: a struct kb_term * is one of these */
	kb_str rest;         /* of the input */
	int rows;
	int cols;
};

static struct screen *
self(struct kb_term *t)
{
	return (struct screen *)t;
}

static void
ask_size(struct kb_term *t, int *rows, int *cols)
{
	*rows = self(t)->rows;
	*cols = self(t)->cols;
}

static int
next_byte(struct screen *s)
{
	if (!s->rest.n) {
		return 0;
	}
	int byte = (unsigned char)s->rest.p[0];
	s->rest = kb_str_sub(s->rest, 1, s->rest.n);
	return byte;
}

/* What the thread of the search says is waited for a moment: it comes when it comes. */
static bool
watched(const struct kb_term *t)
{
	struct pollfd fds[KB_WATCH_MAX];
	for (int i = 0; i < KB_WATCH_MAX; i++) {
		fds[i] = (struct pollfd){ .fd = t->watch[i] ? t->watch[i] : -1, .events = POLLIN };
	}
	return poll(fds, KB_WATCH_MAX, t->awaiting ? 20 : 0) > 0;
}

static struct kb_event
other_event(struct screen *s, int byte)
{
	struct kb_event event = { .type = KB_EVENT_NONE };
	switch (byte & 7) {
	case 0:
		s->rows = 1 + next_byte(s) % 60;
		s->cols = 1 + next_byte(s);
		event.type = KB_EVENT_RESIZE;
		break;
	case 1:
		event.type = KB_EVENT_RESUME;
		break;
	case 2:
		event.type = watched(&s->term) ? KB_EVENT_WATCH : KB_EVENT_NONE;
		break;
	case 3:
		event = (struct kb_event){ KB_EVENT_KEY, KB_KEY_CLICK, next_byte(s), next_byte(s) };
		break;
	case 4:
		event = (struct kb_event){ KB_EVENT_KEY, KB_KEY_PASTE, 0, 0 };
		break;
	case 5:
		event = (struct kb_event){ KB_EVENT_KEY, KB_KEY_PASTE_END, 0, 0 };
		break;
	case 6:
		event = (struct kb_event){ KB_EVENT_KEY, KB_KEY_WHEEL_DOWN, next_byte(s), 0 };
		break;
	default: /* how wide it draws, or the time has run out */
		switch (next_byte(s) % 4) {
		case 0:
			s->term.ambiguous = KB_AMBIGUOUS_SAFE;
			event.type = KB_EVENT_WIDTH;
			break;
		case 1:
			s->term.ambiguous = KB_AMBIGUOUS_2;
			s->term.garbled = true;
			event.type = KB_EVENT_WIDTH;
			break;
		default:
			break;
		}
		break;
	}
	return event;
}

static struct kb_event
wait_event(struct kb_term *t, int timeout_ms)
{
	struct screen *s = self(t);
	(void)timeout_ms;
	if (!s->rest.n) {
		return (struct kb_event){ .type = KB_EVENT_END };
	}
	struct kb_event event = { .type = KB_EVENT_KEY };
	int first = (unsigned char)s->rest.p[0];
	if (first >= 0xC0) {
		size_t off = 0;
		event.key = (int)kb_utf8_next(s->rest, &off);
		s->rest = kb_str_sub(s->rest, off, s->rest.n);
		return event;
	}
	(void)next_byte(s);
	if (first >= 0xB0) {
		return other_event(s, first);
	}
	event.key = first < 0x80 ? first : KB_KEY_UP + (first - 0x80) % (KB_KEY_LIMIT - KB_KEY_UP);
	return event;
}

static void
blit(struct kb_term *t, const struct kb_grid *g)
{
	MUST(g->rows == self(t)->rows && g->cols == self(t)->cols);
	kb_grid_check(g);
	MUST(g->cursor_y < g->rows);
	MUST(g->cursor_y < 0 || (g->cursor_x >= 0 && g->cursor_x < g->cols));
}

static void
nothing(struct kb_term *t)
{
	(void)t;
}

static void
no_theme(struct kb_term *t, enum kb_theme theme, enum kb_colours colours)
{
	(void)t;
	MUST(theme < KB_THEME_COUNT && colours <= KB_COLOURS_MONO);
}

static void
no_mouse(struct kb_term *t, bool on)
{
	(void)t;
	(void)on;
}

/* As an option says; the terminal is not asked again. */
static void
count(struct kb_term *t, enum kb_ambiguous wanted)
{
	t->ambiguous = wanted == KB_AMBIGUOUS_UNKNOWN ? KB_AMBIGUOUS_1 : wanted;
}

/* A text that is copied goes through what terminals are sent. */
static enum kb_clip
copy(struct kb_term *t, kb_str text, bool anyhow)
{
	(void)t;
	(void)anyhow;
	struct kb_buf out = { 0 };
	MUST(text.n <= KB_CLIP_MAX && kb_utf8_valid(text));
	kb_clip_sequence(text, KB_CLIP_TERMINAL, &out);
	MUST(out.n <= 100010 && kb_str_starts(kb_buf_str(&out), KB_STR("\033]52;c;")));
	kb_buf_release(&out);
	return KB_CLIP_TERMINAL;
}

/* The file is a state that opens and answers. */
static void
check_state(const char *path)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_state *state = NULL;
	struct kb_buf why = { 0 };
	MUST(kb_state_open(&ctx, path, &state, &why) == KB_OK && kb_state_saved(state));
	for (int what = 0; what < KB_KEPT_COUNT; what++) {
		struct kb_keeps keeps = { 0 };
		MUST(kb_state_kept_all(state, &ctx, &a, (enum kb_kept)what, &keeps) == KB_OK);
		for (size_t i = 0; i < keeps.n; i++) {
			MUST(keeps.v[i].ref.n && kb_utf8_valid(keeps.v[i].name) &&
			     kb_utf8_valid(keeps.v[i].value));
		}
	}
	kb_buf_release(&why);
	kb_state_close(state);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

static void
read_for_a_while(const char *archive, const char *kept, kb_str input)
{
	static const struct kb_term_ops ops = {
		.size = ask_size,
		.wait = wait_event,
		.blit = blit,
		.redraw = nothing,
		.bell = nothing,
		.suspend = nothing,
		.theme = no_theme,
		.copy = copy,
		.lend = nothing,
		.retake = nothing,
		.count = count,
		.mouse = no_mouse,
		.close = nothing,
	};
	struct screen s = { .term = { .ops = &ops, .ambiguous = KB_AMBIGUOUS_1 },
		            .rest = input,
		            .rows = 12,
		            .cols = 44 };
	struct kb_ctx ctx = { 0 };
	struct kb_store *store = NULL;
	struct kb_state *state = NULL;
	struct kb_app *app = NULL;
	struct kb_options options;
	struct kb_buf why = { 0 };
	kb_options_init(&options);
	/* no files, no commands */
	options.value[KB_OPT_RESTRICTED] = 1;
	MUST(kb_store_open(&ctx, archive, KB_STORE_READ, &store) == KB_OK);
	MUST(kb_state_open(&ctx, kept, &state, &why) == KB_OK && kb_state_saved(state));
	MUST(kb_app_open(&ctx, store, state, &options, NULL, &app) == KB_OK);
	MUST(kb_app_run(app, &s.term) == KB_OK);
	kb_app_close(app);
	kb_state_close(state);
	kb_store_close(store);
	kb_buf_release(&why);
	kb_ctx_release(&ctx);
}

/* A state in which nothing is kept: to make its tables took a sixth of each run. */
static void
make_state(const char *path, struct kb_buf *out)
{
	struct kb_ctx ctx = { 0 };
	struct kb_state *state = NULL;
	struct kb_buf why = { 0 };
	(void)unlink(path);
	MUST(kb_state_open(&ctx, path, &state, &why) == KB_OK && kb_state_saved(state));
	kb_state_close(state);
	fuzz_load(path, out);
	kb_buf_release(&why);
	kb_ctx_release(&ctx);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char archive[320];
	char kept[320];
	static struct kb_buf fresh;
	static struct stat was;
	struct stat is;
	fuzz_path(kept, sizeof(kept), "state.db");
	fuzz_path(archive, sizeof(archive), "archive.db");
	if (!was.st_size) {
		fuzz_archive(archive);
		MUST(stat(archive, &was) == 0);
		make_state(kept, &fresh);
	}
	fuzz_save(kept, &fresh);
	read_for_a_while(archive, kept,
	                 (kb_str){ (const char *)data, size < INPUT_MAX ? size : INPUT_MAX });
	check_state(kept);
	MUST(stat(archive, &is) == 0 && is.st_size == was.st_size &&
	     is.st_mtim.tv_sec == was.st_mtim.tv_sec && is.st_mtim.tv_nsec == was.st_mtim.tv_nsec);
	return 0;
}
