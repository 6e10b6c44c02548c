/*
 * The locks of the sandbox: no new privileges, Landlock where the kernel has
 * it, and a seccomp filter. A deny list, since what a C library calls of its
 * own changes with each version. One layer for the children that read hostile
 * bytes and for the sessions of the kiosk.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base_int.h"
#include "kanbao/sandbox.h"

/* --- Landlock: constants carried, older headers stop at ABI 2 --------------------- */

#define LANDLOCK_CREATE 444
#define LANDLOCK_ADD 445
#define LANDLOCK_RESTRICT 446
#define LANDLOCK_BENEATH 1
#define LANDLOCK_VERSION 1u

struct ruleset {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};
struct beneath {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

/* Rights over files, ABI 1; a file has only the first three of these. */
#define WRITE_FILE (1u << 1)
#define READ_FILE (1u << 2)
#define READ_DIR (1u << 3)
#define REMOVE_FILE (1u << 5)
#define MAKE_FILE (1u << 8)
#define ABI_1 0x1FFFu
/* and those that came later */
#define REFER (1u << 13)        /* ABI 2 */
#define TRUNCATE (1u << 14)     /* ABI 3 */
#define DEVICE_IOCTL (1u << 15) /* ABI 5 */

static bool
allow(int ruleset, const struct kb_lock_path *path, uint64_t known)
{
	struct stat st;
	int fd = open(path->path, O_PATH | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT) {
		return true;
	}
	if (fd < 0 || fstat(fd, &st) != 0) {
		return false;
	}
	uint64_t rights = READ_FILE | (path->write ? WRITE_FILE | TRUNCATE : 0);
	if (S_ISDIR(st.st_mode)) {
		rights |= READ_DIR | (path->write ? MAKE_FILE | REMOVE_FILE : 0);
	}
	const struct beneath rule = { .allowed = rights & known, .fd = fd };
	bool done = syscall(LANDLOCK_ADD, ruleset, LANDLOCK_BENEATH, &rule, 0) == 0;
	close(fd);
	return done;
}

/* Whether the system has this lock. */
static bool
has_landlock(void)
{
	return syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_VERSION) >= 1;
}

/* With a ruleset that allows nothing else, nothing else can be opened, bound or signalled. */
static bool
deny_files(const struct kb_lock_path *paths, size_t n)
{
	long abi = syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_VERSION);
	struct ruleset rules = { .fs = ABI_1 };
	rules.fs |= abi >= 2 ? REFER : 0;
	rules.fs |= abi >= 3 ? TRUNCATE : 0;
	rules.fs |= abi >= 5 ? DEVICE_IOCTL : 0;
	rules.net = abi >= 4 ? 3 : 0;    /* bind, connect */
	rules.scoped = abi >= 6 ? 3 : 0; /* abstract sockets, signals */
	size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	int fd = (int)syscall(LANDLOCK_CREATE, &rules, size, 0);
	bool done = fd >= 0;
	for (size_t i = 0; i < n && done; i++) {
		done = allow(fd, &paths[i], rules.fs);
	}
	done = done && syscall(LANDLOCK_RESTRICT, fd, 0) == 0;
	if (fd >= 0) {
		close(fd);
	}
	return done;
}

/* --- seccomp ------------------------------------------------------------------------ */

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#define FOREIGN_ABI 0x40000000u /* x32 */
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "name this machine here, and look through the lists below for its calls"
#endif

/* Younger than the headers; on both machines the same. */
#define MOUNT_SETATTR 442
#define FCHMODAT2 452
#define SETXATTRAT 463
#define REMOVEXATTRAT 466

/* System calls that fail with EPERM in every sandbox. */
static const unsigned denied[] = {
	/* programs, processes, other processes */
	SYS_execve,
	SYS_execveat,
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_kill,
	SYS_tkill,
	SYS_rt_sigqueueinfo,
	SYS_rt_tgsigqueueinfo,
	SYS_setpriority,
	SYS_sched_setscheduler,
	SYS_sched_setparam,
	SYS_sched_setattr,
	SYS_sched_setaffinity,
	SYS_ioprio_set,
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
	/* what other processes of the account share */
	SYS_shmget,
	SYS_shmat,
	SYS_shmctl,
	SYS_msgget,
	SYS_msgsnd,
	SYS_msgrcv,
	SYS_msgctl,
	SYS_semget,
	SYS_semop,
	SYS_semtimedop,
	SYS_semctl,
	SYS_mq_open,
	SYS_mq_unlink,
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
	SYS_sendto,
	SYS_sendmsg,
	SYS_sendmmsg,
	/* files */
	SYS_renameat,
	SYS_renameat2,
	SYS_linkat,
	SYS_symlinkat,
	SYS_mkdirat,
	SYS_mknodat,
	SYS_fchmodat,
	FCHMODAT2,
	SYS_fchownat,
	SYS_truncate,
	SYS_utimensat,
	SYS_open_by_handle_at,
	SYS_memfd_create,
	SYS_fchmod,
	SYS_fchown,
	SYS_fsetxattr,
	SYS_fremovexattr,
	SYS_openat2, /* its flags can't be seen */
	SYS_mount,
	SYS_umount2,
	SYS_move_mount,
	SYS_open_tree,
	SYS_fsopen,
	SYS_fsconfig,
	SYS_fsmount,
	SYS_fspick,
	MOUNT_SETATTR,
	SYS_pivot_root,
	SYS_chroot,
	SYS_swapon,
	SYS_reboot,
	SYS_setxattr,
	SYS_lsetxattr,
	SETXATTRAT,
	SYS_removexattr,
	SYS_lremovexattr,
	REMOVEXATTRAT,
#ifdef SYS_open
	SYS_utime,
	SYS_utimes,
	SYS_futimesat,
	SYS_creat,
	SYS_rename,
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
/* Where nothing may be opened at all. */
static const unsigned denied_opening[] = {
	SYS_openat,
	SYS_unlinkat,
#ifdef SYS_open
	SYS_open,
	SYS_unlink,
#endif
};
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

#define THREAD 0x10000u /* CLONE_THREAD */

/* By their second argument: input to terminals, their drivers, who is signalled. */
static const uint32_t denied_ioctls[] = {
	0x5412, /* TIOCSTI */
	0x541C, /* TIOCLINUX */
	0x5423, /* TIOCSETD */
	0x8901, /* FIOSETOWN */
	0x8902, /* SIOCSPGRP */
};
static const uint32_t denied_fcntls[] = {
	8,    /* F_SETOWN */
	15,   /* F_SETOWN_EX */
	1024, /* F_SETLEASE: others would wait for it */
};

/* Load, compare, return: the few instructions that are needed. */
#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, what))
#define EQUAL(k, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), (yes), (no))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define REFUSE(error) ANSWER(SECCOMP_RET_ERRNO | (error))
/* The low half of an argument; all machines named above are little-endian. */
#define LOW(arg) LOAD(args[arg])

#define MOST (2 * (COUNT(denied) + COUNT(denied_opening)) + 80)

static size_t
deny(struct sock_filter *code, size_t n, const unsigned *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		code[n++] = (struct sock_filter)EQUAL(calls[i], 0, 1);
		code[n++] = (struct sock_filter)REFUSE(EPERM);
	}
	return n;
}

/* A call that is allowed only where its first argument is this number. */
static size_t
only_with(struct sock_filter *code, size_t n, unsigned call, uint32_t value)
{
	code[n++] = (struct sock_filter)EQUAL(call, 0, 4);
	code[n++] = (struct sock_filter)LOW(0);
	code[n++] = (struct sock_filter)EQUAL(value, 1, 0);
	code[n++] = (struct sock_filter)REFUSE(EPERM);
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
	return n;
}

/*
 * Opening by flags that Landlock takes for no access at all: neither reading
 * nor writing (3), by which a file's mode, a terminal's settings and, before
 * ABI 3, the length of a file can be changed. Nobody here truncates by opening.
 */
static size_t
open_soberly(struct sock_filter *code, size_t n, unsigned call, int flags)
{
	code[n++] = (struct sock_filter)EQUAL(call, 0, 6);
	code[n++] = (struct sock_filter)LOW(flags);
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_TRUNC, 2, 0);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, O_ACCMODE);
	code[n++] = (struct sock_filter)EQUAL(O_ACCMODE, 0, 1);
	code[n++] = (struct sock_filter)REFUSE(EPERM);
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
	return n;
}

/* A call that is refused where its second argument is one of these. */
static size_t
never_with(struct sock_filter *code, size_t n, unsigned call, const uint32_t *values, size_t count)
{
	code[n++] = (struct sock_filter)EQUAL(call, 0, (uint8_t)(2 * count + 2));
	code[n++] = (struct sock_filter)LOW(1);
	n = deny(code, n, values, count);
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
	return n;
}

static bool
deny_calls(bool opening)
{
	struct sock_filter code[MOST];
	size_t n = 0;
	code[n++] = (struct sock_filter)LOAD(arch);
	code[n++] = (struct sock_filter)EQUAL(ARCH, 1, 0);
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_KILL_PROCESS);
	code[n++] = (struct sock_filter)LOAD(nr);
#ifdef FOREIGN_ABI
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FOREIGN_ABI, 0, 1);
	code[n++] = (struct sock_filter)REFUSE(EPERM);
#endif
	n = deny(code, n, denied, COUNT(denied));
	n = deny(code, n, denied_opening, opening ? COUNT(denied_opening) : 0);
	n = open_soberly(code, n, SYS_openat, 2);
#ifdef SYS_open
	n = open_soberly(code, n, SYS_open, 1);
#endif
	/* raise() and limits are for this process, not for others of the same account */
	n = only_with(code, n, SYS_tgkill, (uint32_t)getpid());
	n = only_with(code, n, SYS_prlimit64, 0);
	/* the C library falls back to clone(), whose flags can be seen */
	code[n++] = (struct sock_filter)EQUAL(SYS_clone3, 0, 1);
	code[n++] = (struct sock_filter)REFUSE(ENOSYS);
	code[n++] = (struct sock_filter)EQUAL(SYS_clone, 0, 4);
	code[n++] = (struct sock_filter)LOW(0);
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, THREAD, 1, 0);
	code[n++] = (struct sock_filter)REFUSE(EPERM);
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
	n = never_with(code, n, SYS_ioctl, denied_ioctls, COUNT(denied_ioctls));
	n = never_with(code, n, SYS_fcntl, denied_fcntls, COUNT(denied_fcntls));
	code[n++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
	const struct sock_fprog program = { .len = (unsigned short)n, .filter = code };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static bool
no_new_privileges(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool
kb_sandbox_lock(void)
{
	/* without Landlock the filter stands alone: it lets nothing be opened either */
	return no_new_privileges() && (!has_landlock() || deny_files(NULL, 0)) && deny_calls(true);
}

bool
kb_sandbox_lock_files(const struct kb_lock_path *paths, size_t n)
{
	return no_new_privileges() && has_landlock() && deny_files(paths, n);
}

bool
kb_sandbox_lock_calls(void)
{
	return no_new_privileges() && deny_calls(false);
}
