/*
 * The locks of the sandbox: no new privileges, Landlock where the kernel has
 * it, and a seccomp filter. A deny list, since what a C library calls of its
 * own changes with each version.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base_int.h"

/* --- Landlock: constants carried, older headers stop at ABI 2 --------------------- */

#define LANDLOCK_CREATE 444
#define LANDLOCK_RESTRICT 446
#define LANDLOCK_VERSION 1u

struct ruleset {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

/* With a ruleset that allows nothing, nothing can be opened, bound or signalled. */
static bool
deny_files(void)
{
	long abi = syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_VERSION);
	if (abi < 1) {
		return true; /* the filter below stands alone */
	}
	struct ruleset rules = { .fs = 0x1FFF };
	rules.fs |= abi >= 2 ? 1u << 13 : 0; /* refer */
	rules.fs |= abi >= 3 ? 1u << 14 : 0; /* truncate */
	rules.fs |= abi >= 5 ? 1u << 15 : 0; /* ioctl on devices */
	rules.net = abi >= 4 ? 3 : 0;        /* bind, connect */
	rules.scoped = abi >= 6 ? 3 : 0;     /* abstract sockets, signals */
	size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	long fd = syscall(LANDLOCK_CREATE, &rules, size, 0);
	bool done = fd >= 0 && syscall(LANDLOCK_RESTRICT, fd, 0) == 0;
	if (fd >= 0) {
		close((int)fd);
	}
	return done;
}

/* --- seccomp ------------------------------------------------------------------------ */

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#define FOREIGN_ABI 0x40000000u /* x32 */
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#endif

/* System calls that fail with EPERM. */
static const unsigned denied[] = {
	/* programs, processes, other processes */
	SYS_execve,
	SYS_execveat,
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_kill,
	SYS_unshare,
	SYS_setns,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_userfaultfd,
	SYS_keyctl,
	SYS_add_key,
	SYS_request_key,
	SYS_io_uring_setup,
	SYS_io_uring_enter,
	SYS_io_uring_register,
	SYS_pidfd_open,
	SYS_pidfd_getfd,
	SYS_pidfd_send_signal,
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
#endif
	/* network */
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_bind,
	SYS_listen,
	SYS_accept,
	SYS_accept4,
	/* files */
	SYS_openat,
	SYS_openat2,
	SYS_unlinkat,
	SYS_renameat2,
	SYS_linkat,
	SYS_symlinkat,
	SYS_mkdirat,
	SYS_mknodat,
	SYS_fchmodat,
	SYS_fchownat,
	SYS_truncate,
	SYS_utimensat,
	SYS_open_by_handle_at,
	SYS_memfd_create,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_swapon,
	SYS_reboot,
#ifdef SYS_open
	SYS_open,
	SYS_creat,
	SYS_unlink,
	SYS_rename,
	SYS_renameat,
	SYS_link,
	SYS_symlink,
	SYS_mkdir,
	SYS_rmdir,
	SYS_mknod,
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
#endif
};
#define DENIED (sizeof(denied) / sizeof(denied[0]))

#define THREAD 0x10000u /* CLONE_THREAD */
#define TIOCSTI_ 0x5412u
#define TIOCLINUX_ 0x541Cu

/* Load, compare, return: the few instructions that are needed. */
#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, what))
#define EQUAL(k, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), (yes), (no))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define REFUSE(error) ANSWER(SECCOMP_RET_ERRNO | (error))
/* The low half of an argument; all machines named above are little-endian. */
#define LOW(arg) LOAD(args[arg])

#define MOST (2 * DENIED + 32)

static bool
deny_calls(void)
{
	struct sock_filter code[MOST];
	size_t n = 0;
#ifdef ARCH
	code[n++] = (struct sock_filter)LOAD(arch);
	code[n++] = (struct sock_filter)EQUAL(ARCH, 1, 0);
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_KILL_PROCESS);
#endif
	code[n++] = (struct sock_filter)LOAD(nr);
#ifdef FOREIGN_ABI
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FOREIGN_ABI, 0, 1);
	code[n++] = (struct sock_filter)REFUSE(EPERM);
#endif
	for (size_t i = 0; i < DENIED; i++) {
		code[n++] = (struct sock_filter)EQUAL(denied[i], 0, 1);
		code[n++] = (struct sock_filter)REFUSE(EPERM);
	}
	/* the C library falls back to clone(), whose flags can be seen */
	code[n++] = (struct sock_filter)EQUAL(SYS_clone3, 0, 1);
	code[n++] = (struct sock_filter)REFUSE(ENOSYS);
	code[n++] = (struct sock_filter)EQUAL(SYS_clone, 0, 4);
	code[n++] = (struct sock_filter)LOW(0);
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, THREAD, 1, 0);
	code[n++] = (struct sock_filter)REFUSE(EPERM);
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
	code[n++] = (struct sock_filter)EQUAL(SYS_ioctl, 0, 4);
	code[n++] = (struct sock_filter)LOW(1);
	code[n++] = (struct sock_filter)EQUAL(TIOCSTI_, 1, 0);
	code[n++] = (struct sock_filter)EQUAL(TIOCLINUX_, 0, 1);
	code[n++] = (struct sock_filter)REFUSE(EPERM);
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
	const struct sock_fprog program = { .len = (unsigned short)n, .filter = code };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

bool
kb_sandbox_lock(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && deny_files() && deny_calls();
}
