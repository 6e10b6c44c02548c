/* Files → tar: the source of an issue that several files make. */
#include <stdio.h>
#include <string.h>

#include "import_int.h"

#define BLOCK 512

/*
 * A header by POSIX ustar: OFFSET SIZE MEANING
 *   0 100 name · 100 8 mode · 108 8 uid · 116 8 gid · 124 12 size in octal
 *   136 12 time · 148 8 sum of all bytes · 156 1 type · 257 8 "ustar\0" "00"
 */
static void
add_header(struct kb_buf *out, kb_str name, size_t size, char type)
{
	char h[BLOCK] = { 0 };
	unsigned sum = 0;
	/* text fields with a NUL behind, which the header is full of */
	static const char mode[] = { '0', '0', '0', '0', '6', '4', '4' };
	static const char nobody[] = { '0', '0', '0', '0', '0', '0', '0' };
	static const char magic[] = { 'u', 's', 't', 'a', 'r', '\0', '0', '0' };
	memcpy(h, name.p, name.n < 99 ? name.n : 99);
	memcpy(h + 100, mode, sizeof(mode));
	memcpy(h + 108, nobody, sizeof(nobody));
	memcpy(h + 116, nobody, sizeof(nobody));
	(void)snprintf(h + 124, 12, "%011zo", size);
	(void)snprintf(h + 136, 12, "%011o", 0u);
	memset(h + 148, ' ', 8);
	h[156] = type;
	memcpy(h + 257, magic, sizeof(magic));
	for (size_t i = 0; i < BLOCK; i++) {
		sum += (unsigned char)h[i];
	}
	(void)snprintf(h + 148, 8, "%06o", sum & 0777777);
	kb_buf_add(out, (kb_str){ h, BLOCK });
}

static void
add_bytes(struct kb_buf *out, kb_str bytes)
{
	static const char zeros[BLOCK] = { 0 };
	kb_buf_add(out, bytes);
	kb_buf_add(out, (kb_str){ zeros, (BLOCK - bytes.n % BLOCK) % BLOCK });
}

void
kb_pack(const struct kb_bundle *bundle, struct kb_buf *out)
{
	for (size_t i = 0; i < bundle->n; i++) {
		kb_str path = bundle->files[i].path;
		if (path.n > 99) {
			/* GNU: a long name is a file of its own before it */
			add_header(out, KB_STR("././@LongLink"), path.n, 'L');
			add_bytes(out, path);
		}
		add_header(out, path, bundle->files[i].bytes.n, '0');
		add_bytes(out, bundle->files[i].bytes);
	}
	for (int i = 0; i < 2; i++) {
		static const char zeros[BLOCK] = { 0 };
		kb_buf_add(out, (kb_str){ zeros, BLOCK });
	}
}
