/*
 * Actions: what a key can ask for. The rows of action.def without their
 * functions, which only tui/view/action.c knows.
 */
#ifndef KANBAO_ACTION_H
#define KANBAO_ACTION_H

enum kb_action {
#define X(id, name, group, help, keys, function, argument, reach) id,
#include "kanbao/action.def"
#undef X
	KB_ACT_COUNT,
	KB_ACT_NONE = KB_ACT_COUNT
};

enum kb_group {
	KB_GROUP_MOVE,
	KB_GROUP_GO,
	KB_GROUP_FIND,
	KB_GROUP_MARK,
	KB_GROUP_TAKE,
	KB_GROUP_VIEW,
	/* from here on: groups that count only in a view that asks for them */
	KB_GROUP_CALENDAR,
	KB_GROUP_SEARCH,
	KB_GROUP_COUNT,
	KB_GROUP_NONE = KB_GROUP_COUNT
};
#define KB_GROUP_SPECIAL KB_GROUP_CALENDAR

/* Whether an action stays within the archive, or leads out of it: to files, programs, a shell. */
enum kb_reach { KB_IN, KB_OUT };

struct kb_action_row {
	const char *name;
	enum kb_group group;
	const char *help; /* not yet translated */
	const char *keys; /* as in keymap.h, separated by blanks */
	enum kb_reach reach;
};

const struct kb_action_row *kb_action_row(enum kb_action action);
/* Heading of a group in the help screen, not yet translated. */
const char *kb_group_title(enum kb_group group);

#endif
