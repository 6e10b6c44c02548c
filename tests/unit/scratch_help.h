/* For tests that write files: a folder of their own, in which they stand, gone after them. */
#ifndef SCRATCH_HELP_H
#define SCRATCH_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[64];
static char old_dir[4096];

static inline int
set_up(void **state)
{
	(void)state;
	const char *tmp = getenv("TMPDIR");
	snprintf(dir, sizeof(dir), "%.40s/kbXXXXXX", tmp ? tmp : "/tmp");
	return getcwd(old_dir, sizeof(old_dir)) && mkdtemp(dir) && chdir(dir) == 0 ? 0 : -1;
}

static inline int
tear_down(void **state)
{
	(void)state;
	char command[128];
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return chdir(old_dir) == 0 ? system(command) : -1;
}

static inline void
write_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

#endif
