/*
 * What a terminal sends is data: random bytes, answers that nobody asked for,
 * pastes that never end and one of a megabyte, to the real reader in a pty.
 * It never falls, it always leaves, and nothing is written but its state.
 * promises: T7
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../pty/reader.h"
#include "kanbao/state.h"

#define BYTES 1000000
#define BURST 300
/* Of one run of the reader: then it is told to leave. */
#define SESSION 3000
/* As much of a paste as the line to the terminal takes at once. */
#define PASTE_PART 3000
#define PASTE 1000000

struct soak {
	struct reader_place place;
	uint64_t chance;
	size_t sent;
	size_t failed;
	char home[300];
	char state[340];
	struct stat archive; /* as it was */
	struct kb_buf session;
};

static size_t
below(struct soak *s, size_t n)
{
	s->chance = s->chance * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(s->chance >> 33) % n;
}

/* --- what is sent -------------------------------------------------------------------- */

static const char *const pieces[] = {
	"\x1b[?1;2c",
	"\x1b[>41;354;0c",
	"\x1b[24;80R",
	"\x1b[1;1R",
	"\x1b[1;999R",
	"\x1bP1$r0m\x1b\\",
	"\x1b[0n",
	"\x1b[?2004;1$y",
	"\x1b]11;rgb:0000/0000/0000\x1b\\",
	"\x1b[I",
	"\x1b[O",
	"\x1b]52;c;cHduZWQ=\a",
	"\x1b[200~",
	"\x1b[201~",
	"\x1b[200~x\x1b[200~y\x1b[201~z\x1b[201~",
	"\x1b[<0;5;5M",
	"\x1b[<64;9;9M",
	"\x1b[<99999999999;99999999999;-1M",
	"\x1b[M !!",
	"\x1b[99999999999999999999A",
	"\x1b[;;;;;;;;;;;;;;;;~",
	"\x1bO",
	"\x1b[",
	"\x1b",
	"\xe6\x9f",
	"\xf0\x9f\x98",
	("\xc2\x9b"
	 "6n"),
	"\x1b[8;1;1t",
	"\x1b[3;2~",
	"\x1b\x1b\x1b\x1b",
	"柯城",
	"S柯城\r",
	"D2022-4-13\r",
	"a标签 笔记\r",
	":set theme=night\r",
	"/会议\r",
};

static void
add_piece(struct soak *s, struct kb_buf *out)
{
	size_t what = below(s, 20);
	if (what == 0) {
		kb_buf_add(out, kb_str_of(pieces[below(s, sizeof(pieces) / sizeof(*pieces))]));
	} else if (what < 8) {
		kb_buf_byte(out, (char)(' ' + below(s, 95)));
	} else {
		kb_buf_byte(out, (char)below(s, 256));
	}
	/* those that end the session would come too often */
	char *last = out->p + out->n - 1;
	if ((*last == 'q' || *last == 'Q') && below(s, 16)) {
		*last = 'j';
	}
}

/* --- what must hold -------------------------------------------------------------------- */

static void
wrong(struct soak *s, const char *why)
{
	s->failed++;
	printf("# %s after %zu bytes; of this session:\n# ", why, s->sent);
	for (size_t i = 0; i < s->session.n; i++) {
		unsigned char c = (unsigned char)s->session.p[i];
		printf(c < ' ' || c >= 0x7f || c == '\\' ? "\\x%02x" : "%c", c);
	}
	printf("\n");
}

/* The reader's home has nothing in it but its own state. */
static bool
home_is_clean(const struct soak *s)
{
	DIR *dir = opendir(s->home);
	bool clean = true;
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));) {
		clean = clean && (e->d_name[0] == '.' || strcmp(e->d_name, "state") == 0);
	}
	closedir(dir);
	struct stat st;
	return clean && stat(s->place.archive, &st) == 0 && st.st_size == s->archive.st_size &&
	       st.st_mtim.tv_sec == s->archive.st_mtim.tv_sec &&
	       st.st_mtim.tv_nsec == s->archive.st_mtim.tv_nsec;
}

static bool
state_is_sound(const struct soak *s)
{
	char path[400];
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_state *state = NULL;
	(void)snprintf(path, sizeof(path), "%s/state/kanbao/state.db", s->home);
	bool sound = kb_state_open_copy(&ctx, path, &state) == KB_OK;
	for (int what = 0; sound && what < KB_KEPT_COUNT; what++) {
		struct kb_keeps keeps = { 0 };
		sound = kb_state_kept_all(state, &ctx, &a, (enum kb_kept)what, &keeps) == KB_OK;
		for (size_t i = 0; i < keeps.n; i++) {
			sound = sound && kb_utf8_valid(keeps.v[i].name) &&
			        kb_utf8_valid(keeps.v[i].value);
		}
	}
	kb_state_close(state);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
	return sound;
}

/* --- sessions ---------------------------------------------------------------------------- */

static void
begin(struct soak *s, struct pty *p)
{
	static const char go[] = "cd \"$1\" && shift && exec \"$@\"";
	char home[340];
	(void)snprintf(home, sizeof(home), "HOME=%s", s->home);
	(void)snprintf(s->state, sizeof(s->state), "XDG_STATE_HOME=%s/state", s->home);
	const char *const env[] = { home, s->state, "XDG_DATA_HOME", NULL };
	const char *const argv[] = { "sh",    "-c",
		                     go,      "sh",
		                     s->home, getenv("KANBAO"),
		                     "-a",    s->place.archive,
		                     "-o",    "restricted=yes",
		                     "-o",    "welcome=no",
		                     "-o",    "mouse=yes",
		                     NULL };
	const struct pty_setup setup = { .rows = 24, .cols = 80, .argv = argv, .env = env };
	pty_start(p, &setup);
	pty_settle(p);
	kb_buf_clear(&s->session);
}

/* However it stands there: the terminal goes, and so does the reader. */
static void
end(struct soak *s, struct pty *p)
{
	pty_hang_up(p);
	if (!pty_gone(p, 5000)) {
		wrong(s, "does not leave");
	} else if (pty_status(p) != 0) {
		wrong(s, "fell");
	} else if (!state_is_sound(s)) {
		wrong(s, "the state is broken");
	} else if (!home_is_clean(s)) {
		wrong(s, "something was written");
	}
	pty_end(p);
}

static void
send_bytes(struct soak *s, size_t n)
{
	struct pty p;
	struct kb_buf burst = { 0 };
	begin(s, &p);
	for (size_t sent = 0; sent < n && !p.gone;) {
		size_t most = 1 + below(s, BURST);
		kb_buf_clear(&burst);
		while (burst.n < most) {
			add_piece(s, &burst);
		}
		kb_buf_add(&s->session, kb_buf_str(&burst));
		pty_send(&p, burst.p, burst.n);
		pty_settle(&p);
		sent += burst.n;
		s->sent += burst.n;
		if (below(s, 40) == 0 && !p.gone) {
			pty_resize(&p, 1 + (int)below(s, 50), 1 + (int)below(s, 160));
		}
	}
	end(s, &p);
	kb_buf_release(&burst);
}

/* A megabyte at each prompt, and where there is none; the keys behind it are keys again. */
static void
send_paste(struct soak *s, const char *prompt)
{
	struct pty p;
	struct kb_buf part = { 0 };
	begin(s, &p);
	while (part.n < PASTE_PART) {
		kb_buf_add(&part, KB_STR("柯城q\r\x03Q今天 "));
	}
	pty_keys(&p, prompt);
	pty_send(&p, "\x1b[200~", 6);
	for (size_t sent = 0; sent < PASTE; sent += part.n) {
		/* waits for the reader to take it, which writes nothing meanwhile */
		pty_send(&p, part.p, part.n);
		s->sent += part.n;
	}
	pty_send(&p, "\x1b[201~", 6);
	pty_settle(&p);
	if (p.gone) {
		wrong(s, "left by a paste");
	} else {
		pty_keys(&p, "<Esc> <Esc> Q");
		if (!pty_gone(&p, 5000)) {
			wrong(s, "keys behind a paste are none");
		}
	}
	end(s, &p);
	kb_buf_release(&part);
}

int
main(void)
{
	static const char *const prompts[] = { "", "/", "S", "&", "a", ":" };
	static struct soak s = { .chance = 6 };
	const char *by = getenv("SOAK");
	double scale = by ? strtod(by, NULL) : 0.01;
	size_t whole = (size_t)(BYTES * scale) + 1;
	if (!reader_setup(&s.place)) {
		return 77;
	}
	(void)snprintf(s.home, sizeof(s.home), "%s/home", s.place.folder);
	assert_int_equal(mkdir(s.home, 0700), 0);
	assert_int_equal(chmod(s.place.archive, 0444), 0);
	assert_int_equal(stat(s.place.archive, &s.archive), 0);
	for (size_t sent = 0; sent < whole; sent = s.sent) {
		send_bytes(&s, SESSION < whole ? SESSION : whole);
	}
	for (size_t i = 0; i < (scale < 1 ? 2 : sizeof(prompts) / sizeof(*prompts)); i++) {
		send_paste(&s, prompts[i]);
	}
	reader_teardown(&s.place);
	printf("T7 tried %zu failed %zu; bytes sent\n", s.sent, s.failed);
	return s.failed != 0;
}
