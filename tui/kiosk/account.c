/* Who came: the state of a key, and the places of an address at the door. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "kiosk_int.h"

#define PROOF_MAX 65536
/* Folders users/00 … users/ff. */
#define SHELVES 256

/* --- keys ---------------------------------------------------------------------------- */

static void
to_hex(const uint8_t *bytes, size_t n, char *hex)
{
	for (size_t i = 0; i < n; i++) {
		(void)snprintf(hex + 2 * i, 3, "%02x", (unsigned)bytes[i]);
	}
}

static void
sha256(const uint8_t *bytes, size_t n, uint8_t out[SHA256_DIGEST_SIZE])
{
	struct sha256_ctx hash;
	sha256_init(&hash);
	sha256_update(&hash, n, bytes);
	sha256_digest(&hash, SHA256_DIGEST_SIZE, out);
}

/* "publickey TYPE BASE64" is one way of logging in that sshd has verified; a line each. */
bool
kb_kiosk_key(kb_str proof, char hex[65])
{
	kb_str line;
	kb_str word[3];
	while (kb_str_split(&proof, '\n', &line)) {
		size_t n = 0;
		while (n < 3 && kb_str_split(&line, ' ', &word[n])) {
			n++;
		}
		if (n < 3 || !kb_str_eq(word[0], KB_STR("publickey")) || word[2].n > PROOF_MAX) {
			continue;
		}
		struct base64_decode_ctx decoding;
		uint8_t digest[SHA256_DIGEST_SIZE];
		uint8_t *blob = kb_calloc(BASE64_DECODE_LENGTH(word[2].n) + 1, 1);
		size_t size = BASE64_DECODE_LENGTH(word[2].n);
		base64_decode_init(&decoding);
		bool whole = base64_decode_update(&decoding, &size, blob, word[2].n, word[2].p) &&
		             base64_decode_final(&decoding) && size > 0;
		if (whole) {
			sha256(blob, size, digest);
			to_hex(digest, sizeof(digest), hex);
		}
		free(blob);
		return whole;
	}
	return false;
}

/* What sshd has written for this session: a plain file of this account's own. */
static bool
read_proof(const char *path, struct kb_buf *out)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	bool ours = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	            st.st_uid == geteuid() && st.st_size <= PROOF_MAX;
	if (ours) {
		kb_buf_reserve(out, PROOF_MAX);
		ssize_t n = read(fd, out->p, PROOF_MAX);
		out->n = n > 0 ? (size_t)n : 0;
		out->p[out->n] = '\0';
	}
	if (fd >= 0) {
		close(fd);
	}
	return ours;
}

/* Whether one more key finds room on its shelf. */
static bool
has_room(const char *shelf, long readers)
{
	DIR *dir = opendir(shelf);
	long n = 0;
	while (dir && readdir(dir)) {
		n++;
	}
	if (dir) {
		closedir(dir);
	}
	return dir && n - 2 < (readers + SHELVES - 1) / SHELVES; /* without . and .. */
}

static bool
make_folder(const char *path)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST;
}

void
kiosk_account(const struct kb_kiosk *kiosk, struct kb_buf *path, struct kb_buf *why)
{
	struct kb_buf proof = { 0 };
	char hex[65] = "";
	struct stat st;
	if (kiosk->proof.n && read_proof(kiosk->proof.p, &proof) &&
	    kb_kiosk_key(kb_buf_str(&proof), hex)) {
		kb_buf_printf(path, "%s/%.2s", kiosk->text[KB_KIOSK_STATE].p, hex);
		bool good = make_folder(path->p);
		bool room = good && has_room(path->p, kiosk->value[KB_KIOSK_READERS]);
		kb_buf_printf(path, "/%s", hex);
		bool known = good && stat(path->p, &st) == 0;
		good = known || (room && make_folder(path->p));
		if (good) {
			kb_buf_add(path, KB_STR("/state.db"));
		} else {
			kb_buf_clear(path);
			kb_buf_add(why, kb_str_of(_("there is no room for another reader")));
		}
	}
	kb_buf_release(&proof);
}

/* --- the door ------------------------------------------------------------------------- */

/* What counts as one address: of IPv6 the network, since a host has as many as it likes. */
static uint64_t
address(const char *text)
{
	uint8_t bytes[16] = { 0 };
	uint8_t digest[SHA256_DIGEST_SIZE];
	uint64_t number = 0;
	size_t n = inet_pton(AF_INET, text, bytes) == 1    ? 4
	           : inet_pton(AF_INET6, text, bytes) == 1 ? 8
	                                                   : 0;
	sha256(bytes, n, digest);
	for (int i = 0; i < 5; i++) {
		number = number << 8 | digest[i];
	}
	return number;
}

/* Places are bytes of a file, locked: gone with their process, and nothing is written down. */
enum kb_err
kiosk_take_place(struct kb_ctx *ctx, struct kb_kiosk *kiosk)
{
	long places = kiosk->value[KB_KIOSK_SESSIONS];
	const char *door = kiosk->text[KB_KIOSK_DOOR].p;
	if (!places) {
		return KB_OK;
	}
	int fd = open(door, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0) {
		return kb_fail(ctx, KB_E_CONFIG, _("cannot open the file 'door' of kiosk.conf: %s"),
		               strerror(errno));
	}
	kiosk->slot = fd;
	uint64_t first = address(kiosk->source.p ? kiosk->source.p : "") << 10;
	for (long i = 0; i < places; i++) {
		struct flock place = { .l_type = F_WRLCK,
			               .l_whence = SEEK_SET,
			               .l_start = (off_t)(first + (uint64_t)i),
			               .l_len = 1 };
		if (fcntl(fd, F_OFD_SETLK, &place) == 0) {
			return KB_OK;
		}
	}
	return kb_fail(ctx, KB_E_BUSY,
	               _("%ld sessions from your address are open; close one first"), places);
}
