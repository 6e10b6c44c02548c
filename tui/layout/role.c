/* Roles: their names and attributes, from role.def. */
#include "kanbao/role.h"

#include <assert.h>
#include <stddef.h>

static const struct {
	const char *name;
	unsigned attrs;
} roles[] = {
#define X(id, name, attrs) { name, attrs },
#include "kanbao/role.def"
#undef X
};
static_assert(sizeof(roles) / sizeof(roles[0]) == KB_ROLE_COUNT, "a row a role");

unsigned
kb_role_attrs(enum kb_role role)
{
	return (unsigned)role < KB_ROLE_COUNT ? roles[role].attrs : 0;
}

const char *
kb_role_name(enum kb_role role)
{
	return (unsigned)role < KB_ROLE_COUNT ? roles[role].name : "";
}
