/* Roles of text on the screen, and the attributes they are drawn with. */
#ifndef KANBAO_ROLE_H
#define KANBAO_ROLE_H

enum kb_attr {
	KB_ATTR_BOLD = 1,
	KB_ATTR_DIM = 2,
	KB_ATTR_UNDERLINE = 4,
	KB_ATTR_REVERSE = 8,
};

enum kb_role {
#define X(id, name, attrs) id,
#include "kanbao/role.def"
#undef X
	KB_ROLE_COUNT
};

/* Attributes (KB_ATTR_*) of a role. */
unsigned kb_role_attrs(enum kb_role role);
const char *kb_role_name(enum kb_role role);

#endif
