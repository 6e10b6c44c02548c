/* Rules, bars, dots: the drawn set, and its plain twin where the drawn one may take two cells. */
#include "kanbao/layout.h"

static const struct {
	kb_str drawn, ascii;
} ornaments[KB_ORN_COUNT] = {
#define X(id, drawn, ascii) [id] = { { drawn, sizeof(drawn) - 1 }, { ascii, sizeof(ascii) - 1 } },
#include "kanbao/ornament.def"
#undef X
};

kb_str
kb_ornament(enum kb_ornament which, enum kb_ambiguous amb)
{
	return amb == KB_AMBIGUOUS_1 ? ornaments[which].drawn : ornaments[which].ascii;
}
