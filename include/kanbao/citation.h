/* Citations: a line with paper, date, page and headline, and the reference in [ ] at its end. */
#ifndef KANBAO_CITATION_H
#define KANBAO_CITATION_H

#include "kanbao/str.h"

/*
 * The reference in a text that may be a citation: what stands in the last
 * brackets if they end it, else the text itself without the blanks around it.
 */
kb_str kb_citation_ref(kb_str text);

#endif
