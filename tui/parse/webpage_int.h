/* Any page of HTML. */
#ifndef KANBAO_WEBPAGE_INT_H
#define KANBAO_WEBPAGE_INT_H

#include "html_int.h"

/* The element that holds the running text, SIZE_MAX where there is none. */
size_t kb_densest(struct kb_arena *a, const struct kb_html *h);

/* What stands behind one of the words (ended by NULL), up to a blank; absent. */
kb_str kb_info_behind(kb_str s, const char *const *words);

#endif
