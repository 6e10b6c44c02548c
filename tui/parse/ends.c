/* How a block ends: at a full stop, in mid-sentence (R2), with a sign (R13). */
#include "kanbao/date.h"
#include "kanbao/text.h"
#include "parse_int.h"

bool
kb_cp_stop(uint32_t cp)
{
	switch (cp) {
	case 0x3002: /* 。 */
	case 0xFF01: /* ！ */
	case 0xFF1F: /* ？ */
	case 0xFF1B: /* ； */
	case 0xFF1A: /* ： */
	case 0x2026: /* … */
	case 0xFF0E: /* ． */
	case 0xFF61: /* ｡ */
	case '!':
	case '?':
	case ';':
	case ':':
	case '.':
		return true;
	default:
		return false;
	}
}

/* The opening mark of a closing one, 0 for other characters. */
static uint32_t
opener_of(uint32_t cp)
{
	static const uint32_t pairs[][2] = {
		{ 0x201D, 0x201C }, { 0x2019, 0x2018 }, { 0xFF09, 0xFF08 }, { 0x300B, 0x300A },
		{ 0x3009, 0x3008 }, { 0x3011, 0x3010 }, { 0x300D, 0x300C }, { 0x300F, 0x300E },
		{ ')', '(' },       { '"', '"' },       { '\'', '\'' },     { ']', '[' },
		{ 0x3015, 0x3014 },
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (cp == pairs[i][0]) {
			return pairs[i][1];
		}
	}
	return 0;
}

bool
kb_text_open(kb_str s)
{
	uint32_t cp;
	uint32_t first;
	kb_first_cp(s, &first);
	uint32_t opener = 0; /* of the innermost closing mark passed */
	for (kb_str rest = s; rest.n;) {
		size_t n = kb_last_cp(rest, &cp);
		uint32_t pair = opener_of(cp);
		if (!pair) {
			/* a closing mark counts after a stop, or where it closes the whole */
			return !kb_cp_stop(cp) && (!opener || opener != first);
		}
		opener = opener ? opener : pair;
		rest.n -= n;
	}
	return false;
}

bool
kb_dash_starts(kb_str s)
{
	static const char *const dashes[] = { "——", "—", "──", "--", "－－", NULL };
	return kb_starts_any(s, dashes) > 0;
}

bool
kb_text_begins(kb_str s)
{
	static const char *const starts[] = { "近日", "日前", "连日来", "本报", "据了解", "据悉",
		                              "会议", "“",    "今年",   "当天", NULL };
	struct kb_ymd md;
	return kb_starts_any(s, starts) > 0 || kb_date_scan_md(s, &md) > 0;
}

bool
kb_cut_end_sign(kb_str *s, kb_str *sign)
{
	static const char *const signs[] = { "■", "▲",      "◆",    "□",      "●", "★",
		                             "◎", "（完）", "(完)", "【完】", NULL };
	size_t n = kb_ends_any(*s, signs);
	if (n == 0 || n == s->n) {
		return false;
	}
	*sign = kb_str_sub(*s, s->n - n, s->n);
	*s = kb_str_trim(kb_str_sub(*s, 0, s->n - n));
	return true;
}
