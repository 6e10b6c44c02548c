/* Network file systems: refused by name, or written without a log where told (C10). */
#include "store_help.h"

#include <sys/vfs.h>

#include "../../tui/store/store_int.h"

/* In place of the C library's. */
static struct {
	unsigned long type; /* 0: as it is */
} lie;

int
statfs(const char *path, struct statfs *out)
{
	(void)path;
	memset(out, 0, sizeof(*out));
	out->f_type = (long)(lie.type ? lie.type : 0xef53 /* ext4 */);
	return 0;
}

static const struct {
	unsigned long type;
	const char *name;
} kinds[] = {
	{ 0x6969, "NFS" },    { 0xff534d42, "CIFS" }, { 0xfe534d42, "SMB2" },
	{ 0x01021997, "9p" }, { 0x65735546, "FUSE" },
};

static int
journal(struct fix *f)
{
	unsigned char head[20] = { 0 };
	FILE *file = fopen(f->path, "rb");
	assert_non_null(file);
	assert_int_equal(fread(head, 1, sizeof(head), file), sizeof(head));
	fclose(file);
	return head[18];
}

static int
beside(const char *path)
{
	char name[120];
	snprintf(name, sizeof(name), "%s-wal", path);
	return access(name, F_OK) == 0;
}

/* Refused before anything is made, or changed. */
static void
test_refused(void **state)
{
	struct fix *f = *state;
	struct kb_store *store = NULL;
	const struct art arts[] = { { "1", "a", "b" } };
	kb_store_close(f->store);
	f->store = NULL;
	for (int there = 0; there < 2; there++) {
		for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
			lie.type = kinds[i].type;
			assert_int_equal(kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &store),
			                 KB_E_PERM);
			assert_non_null(strstr(f->ctx.message.p, kinds[i].name));
			assert_non_null(strstr(f->ctx.message.p, "network=yes"));
			assert_int_equal(access(f->path, F_OK) == 0, there);
			if (there) { /* reading goes on */
				must(f, kb_store_open(&f->ctx, f->path, KB_STORE_READ, &store));
				kb_store_close(store);
			}
		}
		lie.type = 0;
		must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
		if (!there) {
			PUT(f, "p", "2020-01-01", 1, arts, KB_PUT_NEW);
		}
		assert_true(beside(f->path) || there);
		kb_store_close(f->store);
		f->store = NULL;
		assert_int_equal(journal(f), 2);
	}
}

/* Where told it is written without a log; from then on it need not be told. */
static void
test_told(void **state)
{
	struct fix *f = *state;
	const struct art arts[] = { { "1", "a", "b" } };
	kb_store_close(f->store);
	lie.type = 0x6969;
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE_NETWORK, &f->store));
	PUT(f, "p", "2020-01-01", 1, arts, KB_PUT_NEW);
	assert_false(beside(f->path));
	kb_store_close(f->store);
	assert_int_equal(journal(f), 1);
	must(f, kb_store_open(&f->ctx, f->path, KB_STORE_WRITE, &f->store));
	PUT(f, "p", "2020-01-02", 1, arts, KB_PUT_NEW);
	assert_false(beside(f->path));
	sqlite3_stmt *st = NULL;
	assert_int_equal(sqlite3_prepare_v2(f->store->db.h, "PRAGMA synchronous", -1, &st, NULL),
	                 0);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(st, 0), 2); /* FULL */
	sqlite3_finalize(st);
	assert_string_equal(lookup(f, "p/2020-01-02/1/1"), "a");
	lie.type = 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_told, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("store_network", tests, NULL, NULL);
}
