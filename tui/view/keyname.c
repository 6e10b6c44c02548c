/* Names of keys: for scripts and tables, and for people. */
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/keymap.h"
#include "kanbao/text.h"

/* The first name of a key is the one that is written. */
static const struct {
	int key;
	const char *name;
	const char *label; /* where it is not the name */
} names[] = {
	{ ' ', "Space", N_("Space") },
	{ 13, "Enter", NULL },
	{ 9, "Tab", NULL },
	{ KB_KEY_BTAB, "S-Tab", N_("Shift-Tab") },
	{ 27, "Esc", NULL },
	{ KB_KEY_BACKSPACE, "Backspace", NULL },
	{ KB_KEY_UP, "Up", N_("Up") },
	{ KB_KEY_DOWN, "Down", N_("Down") },
	{ KB_KEY_LEFT, "Left", N_("Left") },
	{ KB_KEY_RIGHT, "Right", N_("Right") },
	{ KB_KEY_HOME, "Home", NULL },
	{ KB_KEY_END, "End", NULL },
	{ KB_KEY_PGUP, "PgUp", NULL },
	{ KB_KEY_PGDN, "PgDn", NULL },
	{ KB_KEY_INSERT, "Insert", NULL },
	{ KB_KEY_DELETE, "Delete", NULL },
	{ '<', "lt", "<" },
	{ KB_KEY_LETTER, "Letter", " a-z" },
	{ KB_KEY_PASTE, "Paste", NULL },
	{ KB_KEY_PASTE_END, "PasteEnd", NULL },
	{ KB_KEY_CLICK, "Click", NULL },
	{ KB_KEY_WHEEL_UP, "WheelUp", NULL },
	{ KB_KEY_WHEEL_DOWN, "WheelDown", NULL },
};
#define NAMES (sizeof(names) / sizeof(names[0]))

static bool
ascii_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
same_name(kb_str a, const char *b)
{
	if (a.n != strlen(b)) {
		return false;
	}
	for (size_t i = 0; i < a.n; i++) {
		if (upper(a.p[i]) != upper(b[i])) {
			return false;
		}
	}
	return true;
}

/* F1 … F12, or −1. */
static int
function_key(kb_str name)
{
	int number = 0;
	if (name.n < 2 || name.n > 3 || upper(name.p[0]) != 'F' || name.p[1] == '0') {
		return -1;
	}
	for (size_t i = 1; i < name.n; i++) {
		if (name.p[i] < '0' || name.p[i] > '9') {
			return -1;
		}
		number = number * 10 + (name.p[i] - '0');
	}
	return number <= 12 ? KB_KEY_F1 + number - 1 : -1;
}

/* What stands between < and >. */
static int
named_key(kb_str name)
{
	for (size_t i = 0; i < NAMES; i++) {
		if (same_name(name, names[i].name)) {
			return names[i].key;
		}
	}
	if (name.n == 3 && upper(name.p[0]) == 'C' && name.p[1] == '-') {
		char c = upper(name.p[2]);
		return c > '@' && c <= '_' ? c - '@' : -1;
	}
	return function_key(name);
}

int
kb_key_parse(kb_str s, size_t *off)
{
	if (*off >= s.n) {
		return -1;
	}
	size_t next = *off;
	uint32_t cp = kb_utf8_next(s, &next);
	if (cp != '<' || next >= s.n || !ascii_letter(s.p[next])) {
		if (cp <= ' ' || cp == 0x7F) {
			return -1;
		}
		*off = next;
		return (int)cp;
	}
	const char *close = memchr(s.p + next, '>', s.n - next);
	if (!close) {
		return -1;
	}
	size_t end = (size_t)(close - s.p);
	int key = named_key(kb_str_sub(s, next, end));
	if (key >= 0) {
		*off = end + 1;
	}
	return key;
}

static size_t
name_index(int key)
{
	size_t i = 0;
	while (i < NAMES && names[i].key != key) {
		i++;
	}
	return i;
}

void
kb_key_name(int key, struct kb_buf *out)
{
	size_t i = name_index(key);
	if (i < NAMES) {
		kb_buf_printf(out, "<%s>", names[i].name);
	} else if (key >= KB_KEY_F1 && key <= KB_KEY_F12) {
		kb_buf_printf(out, "<F%d>", key - KB_KEY_F1 + 1);
	} else if (key > 0 && key < ' ') {
		kb_buf_printf(out, "<C-%c>", key + '@');
	} else {
		kb_buf_cp(out, (uint32_t)key);
	}
}

void
kb_key_label(int key, struct kb_buf *out)
{
	size_t i = name_index(key);
	if (i < NAMES) {
		kb_buf_add(out, kb_str_of(names[i].label ? _(names[i].label) : names[i].name));
	} else if (key >= KB_KEY_F1 && key <= KB_KEY_F12) {
		kb_buf_printf(out, "F%d", key - KB_KEY_F1 + 1);
	} else if (key > 0 && key < ' ') {
		kb_buf_printf(out, "^%c", key + '@');
	} else {
		kb_buf_cp(out, (uint32_t)key);
	}
}

void
kb_keys_label(kb_str keys, struct kb_buf *out)
{
	for (size_t off = 0; off < keys.n;) {
		int key = kb_key_parse(keys, &off);
		if (key >= 0) {
			kb_key_label(key, out);
		} else {
			kb_buf_byte(out, keys.p[off++]);
		}
	}
}
