/*
 * What somebody may put into a paper, a file's name, an option or a paste so
 * that a terminal obeys it, hides it or shows it in another order; and
 * archives with it in every member of the interchange format.
 */
#ifndef KANBAO_TEST_HOSTILE_H
#define KANBAO_TEST_HOSTILE_H

#include "kanbao/str.h"

struct hostile {
	const char *name;
	kb_str bytes;
};

/* All of them, and how many; the last one is all the others in a row. */
const struct hostile *hostile_all(size_t *n);
/* Days of the issues made of them: 2022-01-01 and on, one a day. */
#define HOSTILE_FIRST "2022-01-01"

/*
 * An issue for each, straight into an archive, as if there were no door; with
 * `plain` text in their place.
 */
void hostile_archive(const char *path, bool plain);
/* The same as JSON Lines, for the door: what a person could hand in. */
void hostile_lines(const char *path, bool plain);
/* A page of text for each in a folder, its name hostile too. */
void hostile_pages(const char *folder, bool plain);

/* A path in the folder whose name is the i-th of them; its bytes. */
size_t hostile_path(char *path, size_t size, const char *folder, size_t i);

#endif
