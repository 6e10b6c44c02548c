/*
 * For fuzz targets over an archive: a folder of their own, gone at the end,
 * and a small archive in it, with all that an issue can have.
 */
#ifndef KANBAO_FUZZ_ARCHIVE_H
#define KANBAO_FUZZ_ARCHIVE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kanbao/interchange.h"
#include "kanbao/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(what)                                                                               \
	do {                                                                                     \
		if (!(what)) {                                                                   \
			(void)fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
			abort();                                                                 \
		}                                                                                \
	} while (0)

/* Two issues of a day's distance, stories cut over pages, marks that a parser leaves. */
static const char *const fuzz_issues[] = {
	"{\"schema\":1,\"paper\":\"青石新报\",\"date\":\"2023-05-06\",\"date_source\":\"masthead\","
	"\"number\":88,\"lunar\":\"癸卯年三月十七\",\"weekday\":\"星期六\",\"pages\":2,"
	"\"page_names\":{\"1\":\"要闻\",\"2\":\"综合\"},\"masthead\":[\"青石新报\",\"今日2版\"],"
	"\"dropped\":[\"■\"],\"articles\":[{\"page\":\"1\",\"kind\":\"news\",\"label\":\"简讯\","
	"\"kicker\":\"市委召开会议\",\"headline\":\"青石桥今日通车 两岸往来只要五分钟\","
	"\"deck\":\"桥长1.2公里\",\"lead\":\"本报讯\",\"credits\":[{\"role\":\"记者\",\"name\":"
	"\"王思\"},"
	"{\"role\":\"通讯员\",\"name\":\"李想\"}],\"body\":[\"昨天上午，青石桥正式通车。“等了三年，"
	"终于等到了！”家住东岸的张大爷说——他每天都要过河。\",\"大桥全长1.2公里，双向四车道，"
	"总投资3.5亿元，设计时速60公里。\"],\"jump_to\":\"2\",\"captions\":[{\"text\":\"通车现场\","
	"\"credits\":[{\"role\":\"摄\",\"name\":\"方圆\"}]}],\"doubts\":[\"the byline may be "
	"two\"]},"
	"{\"page\":\"1\",\"kind\":\"photo\",\"headline\":\"春耕\",\"captions\":[{\"text\":"
	"\"农民在田间"
	"插秧。\",\"credits\":[]}]},{\"page\":\"2\",\"kind\":\"news\",\"headline\":"
	"\"青石桥今日通车\","
	"\"body\":[\"通车之后，公交线路也将调整。\"],\"jump_from\":\"1\"},{\"page\":\"2\",\"kind\":"
	"\"notice\",\"headline\":\"停电通知\",\"body\":[\"5月8日8:00—12:00停电。\"]}]}",
	"{\"schema\":1,\"paper\":\"青石新报\",\"date\":\"2022-05-06\",\"date_source\":\"option\","
	"\"number\":12,\"articles\":[{\"page\":\"A1\",\"kind\":\"news\",\"headline\":\"ＡＢＣ與傳統"
	"文化\",\"body\":[\"café naïve 𠮷野家 👨‍👩‍👧 葛󠄀城 "
	"〓〓\",\"第二段。\"],"
	"\"corrected\":{\"headline\":\"ABC\"}}]}",
};

static char fuzz_folder[256];

static inline void
fuzz_clear(void)
{
	static const char *const names[] = { "archive.db",       "archive.db.lock",
		                             "archive.db-wal",   "archive.db-shm",
		                             "damaged.db",       "state.db",
		                             "state.db-journal", "kanbao.conf" };
	char path[320];
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", fuzz_folder, names[i]);
		(void)unlink(path);
	}
	(void)rmdir(fuzz_folder);
}

/* The path of a file in the folder, which is made by the first call. */
static inline const char *
fuzz_path(char *path, size_t size, const char *name)
{
	const char *tmp = getenv("TMPDIR");
	if (!fuzz_folder[0]) {
		/* in memory where that can be: no disk is waited for */
		bool memory = access("/dev/shm", W_OK) == 0;
		(void)snprintf(fuzz_folder, sizeof(fuzz_folder), "%.200s/kanbao-fuzz-XXXXXX",
		               memory ? "/dev/shm"
		               : tmp  ? tmp
		                      : "/tmp");
		MUST(mkdtemp(fuzz_folder));
		MUST(atexit(fuzz_clear) == 0);
	}
	(void)snprintf(path, size, "%s/%s", fuzz_folder, name);
	return path;
}

static inline void
fuzz_load(const char *path, struct kb_buf *out)
{
	char part[4096];
	FILE *f = fopen(path, "rb");
	MUST(f);
	for (size_t n; (n = fread(part, 1, sizeof(part), f)) > 0;) {
		kb_buf_add(out, (kb_str){ part, n });
	}
	MUST(fclose(f) == 0);
}

static inline void
fuzz_save(const char *path, const struct kb_buf *file)
{
	(void)unlink(path);
	FILE *f = fopen(path, "wb");
	MUST(f && fwrite(file->p, 1, file->n, f) == file->n && fclose(f) == 0);
}

/* Puts the issues into an archive that nobody may write any more. */
static inline void
fuzz_archive(const char *path)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_store *store = NULL;
	MUST(kb_store_open(&ctx, path, KB_STORE_WRITE, &store) == KB_OK);
	for (size_t i = 0; i < sizeof(fuzz_issues) / sizeof(*fuzz_issues); i++) {
		struct kb_issue issue;
		enum kb_put what;
		kb_issue_id id;
		kb_str json = kb_str_of(fuzz_issues[i]);
		struct kb_source source = { .name = KB_STR("f.json"),
			                    .bytes = json,
			                    .day = KB_DAY_NONE };
		MUST(kb_issue_read_json(&ctx, &a, json, &issue) == KB_OK);
		MUST(kb_store_put(store, &ctx, &issue, true, &source, &what, &id) == KB_OK);
	}
	kb_store_close(store);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
	MUST(chmod(path, 0444) == 0);
}

#endif
