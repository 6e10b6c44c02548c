/*
 * What SQLite's own tokenizers take: usage: bench_fts5 TOKENIZER CORPUS.txt
 * DATABASE [QUERIES.tsv OUT.tsv]
 *
 * Without queries the database is made. A query is a phrase; one that the
 * tokenizer trigram cannot look for, of one or two characters, is looked for
 * by LIKE in all articles: +text, because LIKE by the index finds nothing then.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "kanbao/text.h"

static void
check(sqlite3 *db, int code)
{
	if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
		(void)fprintf(stderr, "bench: fts5: %s\n", sqlite3_errmsg(db));
		exit(69);
	}
}

static void
exec(sqlite3 *db, const char *sql)
{
	check(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static void
make(sqlite3 *db, const char *tokenizer, const char *corpus)
{
	struct bench_lines lines;
	sqlite3_stmt *insert = NULL;
	char *sql = sqlite3_mprintf("CREATE VIRTUAL TABLE articles USING fts5(text, tokenize=%Q)",
	                            tokenizer);
	bench_lines_open(corpus, &lines);
	exec(db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192");
	exec(db, sql);
	sqlite3_free(sql);
	exec(db, "BEGIN");
	check(db, sqlite3_prepare_v2(db, "INSERT INTO articles (rowid, text) VALUES (?, ?)", -1,
	                             &insert, NULL));
	for (size_t i = 0; i < lines.n; i++) {
		check(db, sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1));
		check(db,
		      sqlite3_bind_text(insert, 2, lines.v[i].p, (int)lines.v[i].n, SQLITE_STATIC));
		check(db, sqlite3_step(insert));
		check(db, sqlite3_reset(insert));
	}
	check(db, sqlite3_finalize(insert));
	exec(db, "COMMIT; INSERT INTO articles (articles) VALUES ('optimize')");
	bench_lines_close(&lines);
}

static void
ask(sqlite3 *db, sqlite3_stmt *statement, const char *around, struct bench_query *q, int pass)
{
	uint32_t lines[BENCH_PAGE];
	size_t n = 0;
	struct kb_buf phrase = { 0 };
	double began = bench_now_ms();
	kb_buf_printf(&phrase, "%s%.*s%s", around, KB_ARG(q->text), around);
	check(db, sqlite3_bind_text(statement, 1, phrase.p, (int)phrase.n, SQLITE_STATIC));
	while (n < BENCH_PAGE && sqlite3_step(statement) == SQLITE_ROW) {
		lines[n++] = (uint32_t)sqlite3_column_int64(statement, 0) - 1;
	}
	check(db, sqlite3_reset(statement));
	q->ms[pass] = bench_now_ms() - began;
	bench_query_hits(q, lines, n);
	kb_buf_release(&phrase);
}

static void
ask_all(sqlite3 *db, bool trigram, const char *in, const char *out)
{
	struct bench_queries queries;
	sqlite3_stmt *match = NULL;
	sqlite3_stmt *like = NULL;
	bench_queries_open(in, &queries);
	exec(db, "PRAGMA mmap_size=8000000000; BEGIN");
	check(db, sqlite3_prepare_v2(db,
	                             "SELECT rowid FROM articles WHERE articles MATCH ? "
	                             "ORDER BY rowid DESC LIMIT 50",
	                             -1, &match, NULL));
	check(db, sqlite3_prepare_v2(db,
	                             "SELECT rowid FROM articles WHERE +text LIKE ? "
	                             "ORDER BY rowid DESC LIMIT 50",
	                             -1, &like, NULL));
	for (int pass = 0; pass < BENCH_RUNS; pass++) {
		for (size_t i = 0; i < queries.n; i++) {
			bool scan = trigram && kb_utf8_count(queries.v[i].text) < 3;
			ask(db, scan ? like : match, scan ? "%" : "\"", &queries.v[i], pass);
		}
	}
	check(db, sqlite3_finalize(match));
	check(db, sqlite3_finalize(like));
	bench_queries_write(out, &queries, BENCH_RUNS);
	bench_queries_close(&queries);
}

int
main(int argc, char **argv)
{
	sqlite3 *db = NULL;
	if (argc != 4 && argc != 6) {
		(void)fprintf(stderr, "usage: bench_fts5 TOKENIZER CORPUS.txt DATABASE "
		                      "[QUERIES.tsv OUT.tsv]\n");
		return 64;
	}
	check(db, sqlite3_open(argv[3], &db));
	if (argc == 4) {
		make(db, argv[1], argv[2]);
	} else {
		ask_all(db, strcmp(argv[1], "trigram") == 0, argv[4], argv[5]);
	}
	return sqlite3_close(db) == SQLITE_OK ? 0 : 69;
}
