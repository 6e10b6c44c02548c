/* What is marked as found: whole characters, in folded text too, in articles, lists and hits. */
#include "kanbao/search.h"
#include "kanbao/state.h"
#include "kanbao/view.h"
#include "store_help.h"

static const struct art arts[] = {
	{ "1", "柯城結對幫扶", "開頭。１２月７日，柯城區與山區結對。“结对”又一次；kēchéng 不算。" },
	{ "1", "橘子熟了", "衢州ＡＢＣ公司与柯\xF3\xA0\x84\x80城无关，e\xCC\x81tude 也有。" },
	{ "2", "通知", "今天停水。" },
};

struct watch {
	struct kb_buf hits; /* the texts marked, each behind a | ; the one come to in [ ] */
};

static void
take(void *user, const struct kb_grid *g)
{
	struct watch *w = user;
	enum kb_role before = KB_ROLE_BODY;
	kb_buf_byte(&w->hits, '/');
	for (int y = 1; y + 1 < g->rows; y++) {
		for (int x = 0; x < g->cols; x++) {
			const struct kb_cell *cell = kb_grid_at(g, y, x);
			enum kb_role role = (enum kb_role)cell->role;
			bool hit = role == KB_ROLE_HIT || role == KB_ROLE_HIT_HERE;
			if (hit && role != before) {
				kb_buf_byte(&w->hits, role == KB_ROLE_HIT_HERE ? '!' : '|');
			}
			for (int i = 0; hit && i < cell->ncp; i++) {
				kb_buf_cp(&w->hits, cell->cp[i]);
			}
			/* a right half has the role of its left one */
			assert_true(cell->ncp || !x ||
			            role == (enum kb_role)kb_grid_at(g, y, x - 1)->role);
			before = role;
		}
		before = KB_ROLE_BODY;
	}
}

/* Runs the keys over the archive; what is marked on each screen. */
static void
expect(struct fix *f, int cols, const char *keys, const char *marked)
{
	struct kb_options options;
	struct kb_state *state = NULL;
	struct kb_app *app = NULL;
	struct kb_term *term = NULL;
	struct kb_buf screens = { 0 };
	struct kb_buf why = { 0 };
	struct watch w = { 0 };
	kb_options_init(&options);
	must(f, kb_state_open(&f->ctx, NULL, &state, &why));
	must(f, kb_app_open(&f->ctx, f->store, state, &options, "2022-04-13/1/1", &app));
	must(f, kb_term_headless(&f->ctx, 24, cols, kb_str_of(keys), &screens, &term));
	kb_term_headless_watch(term, take, &w);
	must(f, kb_app_run(app, term));
	term->ops->close(term);
	kb_app_close(app);
	kb_state_close(state);
	assert_string_equal(w.hits.p, marked);
	kb_buf_release(&screens);
	kb_buf_release(&why);
	kb_buf_release(&w.hits);
}

static void
marks_are_whole(void **state)
{
	struct fix *f = *state;
	PUT(f, "柯城报", "2022-04-13", 1, arts, KB_PUT_NEW);
	/* folded both ways, over quotes not, the one come to marked apart */
	expect(f, 80, "/ 结对 <Screen> <Enter> n", "/!結對|結對|结对/|結對!結對|结对");
	expect(f, 80, "/ jiedui <Enter> <Screen> N", "/!結對|結對|结对/!結對|結對|结对");
	expect(f, 80, "/ 12月7 <Enter>", "/!１２月７");
	/* a place that a line's end cuts is marked on both lines */
	expect(f, 20, "/ 柯城區與山區結對 <Enter>", "/!柯城區與山區結!對");
	/* the next article by n n; a selector and an accent belong to their letters */
	expect(f, 80, "J / 柯城 <Enter> <Screen> / abc <Enter> <Screen> / etude <Enter>",
	       "/!柯\xF3\xA0\x84\x80城/!ＡＢＣ/!e\xCC\x81tude");
	/* Esc drops them, n brings them back */
	expect(f, 80, "/ 结对 <Enter> <Esc> <Screen> n", "//!結對|結對|结对");
	/* lists */
	expect(f, 80, "q / jie <Screen> <Enter> & 橘", "/!結|結|结/");
}

/* Where others are printed for “ ① …: still what was found, whatever stands before it. */
static void
marks_are_where_printed(void **state)
{
	struct fix *f = *state;
	static const struct art safe[] = {
		{ "1", "①“结对”", "开头①②“结对”……④号结对——尾→结对，5℃结对·结对。" },
	};
	PUT(f, "柯城报", "2022-04-13", 1, safe, KB_PUT_NEW);
	for (int amb = 0; amb <= 3; amb++) {
		char keys[60];
		snprintf(keys, sizeof(keys), "<Width:%d> / 结对 <Enter>", amb);
		expect(f, 80, keys, "/!结对|结对|结对|结对|结对|结对");
	}
	expect(f, 80, "<Width:1> / 4号 <Enter>", "/!④号");
	expect(f, 80, "<Width:3> / 4号 <Enter>", "/!(4)号");
}

static void
hits_are_marked(void **state)
{
	struct fix *f = *state;
	PUT(f, "柯城报", "2022-04-13", 1, arts, KB_PUT_NEW);
	must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
	expect(f, 80, "S 结对 <Await> <Screen> <Esc>", "/|結對|結對/|結對|結對");
	expect(f, 30, "S 标题:结对 <Await>", "/|結對");
	/* opened at the first place; n on to the next article found */
	expect(f, 80, "S kecheng <Await> <Enter> <Screen> n <Screen> n <Screen>",
	       "/!柯城|柯城/|柯城!柯城/!柯\xF3\xA0\x84\x80城/!柯\xF3\xA0\x84\x80城");
}

/* A list longer than what is laid out of it is looked through, and filtered, to its ends. */
static void
lists_are_looked_through(void **state)
{
	struct fix *f = *state;
	const struct art first[] = { { "1", "渡口小学", "。" } };
	const struct art last[] = { { "1", "渡口的课", "。" } };
	const struct art other[] = { { "1", "天气", "。" } };
	struct kb_ymd ymd = { 2022, 4, 13 };
	kb_day day = kb_day_of(ymd);
	for (int i = 0; i < 400; i++) {
		char iso[KB_ISO_SIZE];
		const struct art *art = i == 200 ? first : i == 399 ? last : other;
		put(f, "柯城报", kb_day_iso(day - i, iso), 1, art, 1, KB_PUT_NEW);
	}
	must(f, kb_store_index(f->store, &f->ctx, NULL, NULL));
	expect(f, 80, "I / 渡口 <Screen> <Enter> n <Screen> n <Screen> N <Screen> <Esc>",
	       "/!渡口/!渡口/!渡口/!渡口/");
	/* Esc in the prompt goes back to where it was begun */
	expect(f, 80, "I / 的课 <Screen> <C-U> 小学 <Screen> <Enter> / 的课 <Esc> / 小学",
	       "/!的课/!小学/!小学");
	expect(f, 80, "I / 的课 <Esc> / 2022年 <Enter> <Screen> <Esc> <Esc> <Enter> / 天气",
	       "//!天气");
	/* among what the filter keeps, and again among all */
	expect(f, 80, "I & dukou <Enter> / 天气 <Screen> <C-U> 渡口 <Screen> <Enter> n",
	       "//!渡口|渡口/|渡口!渡口");
	expect(f, 80, "I & 的课 <Enter> <Esc> / 小学", "/!小学");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(marks_are_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(marks_are_where_printed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hits_are_marked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lists_are_looked_through, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
