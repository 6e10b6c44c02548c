/*
 * Network file systems: SQLite's log is shared memory, which hosts do not
 * share, and their locks are not to be relied upon (research: reliability).
 */
#include <string.h>
#include <sys/vfs.h>

#include "store_int.h"

/* statfs(2), and linux/magic.h. FUSE is that of sshfs, and of local ones that cannot be told apart. */
static const struct {
	uint32_t magic;
	const char *name;
} kinds[] = {
	{ 0x00006969, "NFS" },    { 0xff534d42, "CIFS" }, { 0x0000517b, "SMB" },
	{ 0xfe534d42, "SMB2" },   { 0x01021997, "9p" },   { 0x65735546, "FUSE" },
	{ 0x5346414f, "AFS" },    { 0x00c36400, "Ceph" }, { 0x73757245, "Coda" },
	{ 0x0bd00bd0, "Lustre" },
};

const char *
kb_network_kind(const char *path)
{
	struct statfs fs;
	struct kb_buf folder = { 0 };
	const char *slash = strrchr(path, '/');
	const char *name = NULL;
	kb_buf_add(&folder, slash ? (kb_str){ path, (size_t)(slash - path) + 1 } : KB_STR("."));
	if (statfs(folder.p, &fs) == 0) {
		for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
			name = (uint32_t)fs.f_type == kinds[i].magic ? kinds[i].name : name;
		}
	}
	kb_buf_release(&folder);
	return name;
}
