/* The kiosk by its parts: its file, keys, limits; and what a session that is locked in may not do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "kanbao/kiosk.h"
#include "kanbao/sandbox.h"
#include "scratch_help.h"

/* --- the file -------------------------------------------------------------------------- */

static void
test_lines(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		enum kb_err err;
		const char *part; /* of the message */
	} cases[] = {
		{ "", KB_OK, "" },
		{ "# archive = /elsewhere", KB_OK, "" },
		{ "archive = /srv/paper", KB_OK, "" },
		{ "  idle=900 ", KB_OK, "" },
		{ "theme = night", KB_OK, "" },
		{ "bind z newest", KB_OK, "" },
		{ "idle = 1h", KB_E_CONFIG, "whole number from 0 to 86400" },
		{ "idle =", KB_E_CONFIG, "whole number" },
		{ "sessions = 1001", KB_E_CONFIG, "from 0 to 1000" },
		{ "memory = 12", KB_E_CONFIG, "from 64" },
		{ "sandbox = no", KB_E_CONFIG, "required|available|off" },
		{ "sandbox = required|off", KB_E_CONFIG, "required|available|off" },
		{ "shell = /bin/sh", KB_E_CONFIG, "shell" },
	};
	struct kb_kiosk kiosk = { 0 };
	struct kb_options options;
	struct kb_keymap keymap;
	kb_options_init(&options);
	kb_keymap_init(&keymap);
	kb_kiosk_defaults(&kiosk);
	assert_string_equal(kiosk.text[KB_KIOSK_ARCHIVE].p, "/srv/kanbao");
	assert_string_equal(kiosk.text[KB_KIOSK_SANDBOX].p, "required");
	assert_int_equal(kiosk.value[KB_KIOSK_IDLE], 1800);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct kb_ctx ctx = { 0 };
		enum kb_err err =
			kb_kiosk_line(&ctx, kb_str_of(cases[i].line), &kiosk, &options, &keymap);
		const char *said = ctx.message.p ? ctx.message.p : "";
		if (err != cases[i].err || !strstr(said, cases[i].part)) {
			fail_msg("'%s': %d '%s'", cases[i].line, err, said);
		}
		kb_ctx_release(&ctx);
	}
	assert_string_equal(kiosk.text[KB_KIOSK_ARCHIVE].p, "/srv/paper");
	assert_int_equal(kiosk.value[KB_KIOSK_IDLE], 900);
	assert_int_equal(kiosk.value[KB_KIOSK_SESSIONS], 5);
	assert_int_equal(options.value[KB_OPT_THEME], KB_THEME_NIGHT);
	kb_keymap_release(&keymap);
	kb_kiosk_release(&kiosk);
}

/* Each row stands in the sample with its default, and in the manual. */
static void
test_told(void **state)
{
	(void)state;
	char sample[8192] = "";
	char manual[65536] = "";
	FILE *f = fopen("assets/sshd/kiosk.conf", "r");
	assert_non_null(f);
	assert_true(fread(sample, 1, sizeof(sample) - 1, f) > 0);
	(void)fclose(f);
	f = fopen("man/kanbao-kiosk.8", "r");
	assert_non_null(f);
	assert_true(fread(manual, 1, sizeof(manual) - 1, f) > 0);
	(void)fclose(f);
	for (int i = 0; i < KB_KIOSK_COUNT; i++) {
		const struct kb_kiosk_row *row = kb_kiosk_row((enum kb_kiosk_id)i);
		char line[256];
		snprintf(line, sizeof(line), "\n#%s =%s%s\n", row->name, *row->def ? " " : "",
		         row->def);
		if (!strstr(sample, line)) {
			fail_msg("assets/sshd/kiosk.conf lacks '%s'", line);
		}
		snprintf(line, sizeof(line), "\n.It Ic %s ", row->name);
		if (!strstr(manual, line)) {
			fail_msg("man/kanbao-kiosk.8 lacks '%s'", line);
		}
	}
}

static void
test_file(void **state)
{
	(void)state;
	struct kb_ctx ctx = { 0 };
	struct kb_kiosk kiosk = { 0 };
	struct kb_options options;
	struct kb_keymap keymap;
	char path[256];
	struct stat st;
	snprintf(path, sizeof(path), "%s/kiosk.conf", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("idle = 60\nnotice = 欢迎\nidle = x\n", f);
	(void)fclose(f);
	kb_options_init(&options);
	kb_keymap_init(&keymap);
	/* a file that others may write counts for nothing */
	chmod(path, 0664);
	assert_int_equal(kb_kiosk_config(&ctx, path, &kiosk, &options, &keymap), KB_E_CONFIG);
	assert_non_null(strstr(ctx.message.p, "only root's to write"));
	chmod(path, 0644);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(kb_kiosk_config(&ctx, path, &kiosk, &options, &keymap), KB_E_CONFIG);
	assert_non_null(strstr(ctx.message.p, st.st_uid ? "only root's" : "kiosk.conf:3"));
	assert_int_equal(kb_kiosk_config(&ctx, "/nonexistent/k", &kiosk, &options, &keymap),
	                 KB_E_CONFIG);
	kb_keymap_release(&keymap);
	kb_kiosk_release(&kiosk);
	kb_ctx_release(&ctx);
}

/* --- keys --------------------------------------------------------------------------------- */

static void
test_key(void **state)
{
	(void)state;
	/* the digests are those of sha256sum over what base64 -d gives */
	static const struct {
		const char *proof;
		const char *hex; /* NULL: no key */
	} cases[] = {
		{ "publickey ssh-ed25519 QUJD\n",
		  "b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78" },
		{ "password\npublickey ssh-rsa QUJD comment\n",
		  "b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78" },
		{ "publickey ssh-ed25519 QUJE\n",
		  "69f0fb8cb1d2195340160eb0e4fcf019b4500be11e00fc55f5d3d108b4914d44" },
		{ "", NULL },
		{ "none\n", NULL },
		{ "publickey\n", NULL },
		{ "publickey ssh-ed25519\n", NULL },
		{ "publickey ssh-ed25519 \n", NULL },
		{ "publickey ssh-ed25519 QUJ\n", NULL },
		{ "publickey ssh-ed25519 ../../x\n", NULL },
		{ "hostbased ssh-ed25519 QUJD\n", NULL },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char hex[65] = "";
		bool found = kb_kiosk_key(kb_str_of(cases[i].proof), hex);
		if (found != (cases[i].hex != NULL) || (found && strcmp(hex, cases[i].hex) != 0)) {
			fail_msg("'%s': %d %s", cases[i].proof, found, hex);
		}
	}
}

static void
test_called(void **state)
{
	(void)state;
	assert_true(kb_kiosk_called("kanbao-kiosk"));
	assert_true(kb_kiosk_called("-kanbao-kiosk"));
	assert_true(kb_kiosk_called("/usr/local/bin/kanbao-kiosk"));
	assert_false(kb_kiosk_called("kanbao"));
	assert_false(kb_kiosk_called("/kanbao-kiosk/kanbao"));
	assert_false(kb_kiosk_called("--kanbao-kiosk"));
	assert_false(kb_kiosk_called(NULL));
}

/* --- what is forbidden ---------------------------------------------------------------------- */

static char state_dir[256];
static char archive[256];

static char *
in(const char *folder, const char *name)
{
	static char path[512];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void *
nothing(void *p)
{
	return p;
}

static long
opens(const char *path, int flags)
{
	int fd = open(path, flags, 0600);
	if (fd >= 0) {
		close(fd);
	}
	return fd;
}

static long
talks(void)
{
	/* a socket that is there already leads nowhere else */
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return sendto(9, "x", 1, 0, (struct sockaddr *)&to, sizeof(to));
}

static long
thread(void)
{
	pthread_t t;
	return pthread_create(&t, NULL, nothing, NULL) == 0 && pthread_join(t, NULL) == 0 ? 0 : -1;
}

static long
forks(void)
{
	pid_t child = fork();
	if (child == 0) {
		_exit(0);
	}
	return child;
}

/* Refused by seccomp, by Landlock; or it has to work. */
enum { WORKS, CALLS, FILES };
#define ACTS                                                                                     \
	X("exec", CALLS, execl("/bin/true", "true", (char *)NULL))                               \
	X("execveat", CALLS, syscall(SYS_execveat, -1, "/bin/true", NULL, NULL, 0))              \
	X("fork", CALLS, forks())                                                                \
	X("clone with files", CALLS, syscall(SYS_clone, 0x400L | SIGCHLD, 0, 0, 0, 0))           \
	X("clone3", CALLS, syscall(SYS_clone3, NULL, 0))                                         \
	X("unshare", CALLS, syscall(SYS_unshare, 0x10000000))                                    \
	X("socket", CALLS, socket(AF_INET, SOCK_STREAM, 0))                                      \
	X("socket of this machine", CALLS, socket(AF_UNIX, SOCK_DGRAM, 0))                       \
	X("socketpair", CALLS, socketpair(AF_UNIX, SOCK_DGRAM, 0, (int[2]){ 0 }))                \
	X("datagram", CALLS, talks())                                                            \
	X("connect", CALLS, connect(9, NULL, 0))                                                 \
	X("ptrace", CALLS, ptrace(PTRACE_ATTACH, getppid(), NULL, NULL))                         \
	X("memory of another", CALLS,                                                            \
	  syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0))                         \
	X("signal", CALLS, kill(getppid(), 0))                                                   \
	X("signal to a thread", CALLS, syscall(SYS_tgkill, getppid(), getppid(), 0))             \
	X("signal to oneself", WORKS, syscall(SYS_tgkill, getpid(), getpid(), 0))                \
	X("limits of another", CALLS, syscall(SYS_prlimit64, getppid(), RLIMIT_CPU, NULL, NULL)) \
	X("own limits", WORKS, syscall(SYS_prlimit64, 0, RLIMIT_CPU, NULL, NULL))                \
	X("priority of another", CALLS, setpriority(PRIO_PROCESS, (id_t)getppid(), 19))          \
	X("bpf", CALLS, syscall(SYS_bpf, 0, NULL, 0))                                            \
	X("io_uring", CALLS, syscall(SYS_io_uring_setup, 1, NULL))                               \
	X("keyring", CALLS, syscall(SYS_keyctl, 0, 0, 0, 0, 0))                                  \
	X("mount", CALLS, mount("none", "/mnt", "tmpfs", 0, NULL))                               \
	X("chroot", CALLS, chroot("/"))                                                          \
	X("typing for others", CALLS, ioctl(0, TIOCSTI, "x"))                                    \
	X("the same in 64 bits", CALLS, syscall(SYS_ioctl, 0, 0x100000000UL | TIOCSTI, "x"))     \
	X("console", CALLS, ioctl(0, TIOCLINUX, "\002"))                                         \
	X("memory file", CALLS, syscall(SYS_memfd_create, "x", 0))                               \
	X("rename", CALLS, rename(in(state_dir, "a"), in(state_dir, "b")))                       \
	X("link", CALLS, symlink("/etc/passwd", in(state_dir, "l")))                             \
	X("modes", CALLS, chmod(in(state_dir, "a"), 0777))                                       \
	X("modes of what is open", CALLS, fchmod(0, 0666))                                       \
	X("owner of what is open", CALLS, fchown(0, (uid_t)-1, (gid_t)-1))                       \
	X("attributes", CALLS, syscall(SYS_fsetxattr, 0, "user.x", "", 0, 0))                    \
	X("lease", CALLS, fcntl(0, F_SETLEASE, F_UNLCK))                                         \
	X("signal by a file", CALLS, fcntl(0, F_SETOWN, getpid()))                               \
	X("opened without access", CALLS, opens(in(state_dir, "a"), O_ACCMODE))                  \
	X("state of another so", CALLS, opens(in(state_dir, "../other/state.db"), O_ACCMODE))    \
	X("terminals so", CALLS, opens("/dev/ptmx", O_ACCMODE | O_NOCTTY))                       \
	X("truncated", CALLS, opens(in(state_dir, "a"), O_RDWR | O_TRUNC))                       \
	X("truncated by number", CALLS,                                                          \
	  syscall(SYS_openat, AT_FDCWD, in(state_dir, "a"), O_TRUNC))                            \
	X("opened anyhow", CALLS, syscall(SYS_openat2, AT_FDCWD, "/", (uint64_t[3]){ 0 }, 24))   \
	X("mount by parts", CALLS, syscall(SYS_fsopen, "tmpfs", 0))                              \
	X("mounts copied", CALLS, syscall(SYS_open_tree, AT_FDCWD, "/", 0))                      \
	X("folder", CALLS, mkdir(in(state_dir, "d"), 0700))                                      \
	X("passwords", FILES, opens("/etc/passwd", O_RDONLY))                                    \
	X("processes", FILES, opens("/proc/self/environ", O_RDONLY))                             \
	X("root", FILES, opens("/", O_RDONLY | O_DIRECTORY))                                     \
	X("terminal by name", FILES, opens("/dev/tty", O_RDWR))                                  \
	X("/tmp", FILES, opens("/tmp/kanbao-test-file", O_WRONLY | O_CREAT | O_EXCL))            \
	X("state of another", FILES, opens(in(state_dir, "../other/state.db"), O_RDONLY))        \
	X("into the archive", FILES, opens(in(archive, "x"), O_WRONLY | O_CREAT))                \
	X("over the archive", FILES, opens(in(archive, "archive.db"), O_WRONLY))                 \
	X("archive away", FILES, unlink(in(archive, "archive.db")))                              \
	X("archive", WORKS, opens(in(archive, "archive.db"), O_RDONLY))                          \
	X("own state made", WORKS, opens(in(state_dir, "n"), O_RDWR | O_CREAT))                  \
	X("own state changed", WORKS, opens(in(state_dir, "a"), O_RDWR))                         \
	X("own state away", WORKS, unlink(in(state_dir, "n")))                                   \
	X("chance", WORKS, opens("/dev/urandom", O_RDONLY))                                      \
	X("thread", WORKS, thread())

/* A call that fails for another reason proves nothing. */
static bool
refused(long result, unsigned by)
{
	bool clone3 = errno == ENOSYS; /* as it asks the C library to go another way */
	return result < 0 && errno == (by == FILES ? EACCES : clone3 ? ENOSYS : EPERM);
}

/* In a child of its own: the number of what went wrong, 0 for nothing. */
static int
try_all(const struct kb_kiosk *kiosk)
{
	struct kb_ctx ctx = { 0 };
	int number = 0;
	long result;
	if (kb_kiosk_lock_files(&ctx, kiosk, state_dir) != KB_OK ||
	    kb_kiosk_lock_calls(&ctx, kiosk) != KB_OK) {
		return 255;
	}
#define X(name, by, act)                                                                        \
	number++;                                                                               \
	errno = 0;                                                                              \
	result = (long)(act);                                                                   \
	if ((by) == WORKS ? result < 0 : !refused(result, by)) {                                \
		fprintf(stderr, "# %s: %s, %s\n", name, (by) ? "not refused" : "does not work", \
		        strerror(errno));                                                       \
		return number;                                                                  \
	}
	ACTS
#undef X
		return 0;
}

static void
touch(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
}

static void
test_forbidden(void **state)
{
	(void)state;
	struct kb_kiosk kiosk = { 0 };
	int status = 0;
	snprintf(state_dir, sizeof(state_dir), "%s/own", dir);
	snprintf(archive, sizeof(archive), "%s/public", dir);
	assert_int_equal(mkdir(state_dir, 0700), 0);
	assert_int_equal(mkdir(archive, 0700), 0);
	assert_int_equal(mkdir(in(dir, "other"), 0700), 0);
	touch(in(state_dir, "a"));
	touch(in(archive, "archive.db"));
	touch(in(dir, "other/state.db"));
	kb_kiosk_defaults(&kiosk);
	kb_buf_clear(&kiosk.text[KB_KIOSK_ARCHIVE]);
	kb_buf_add(&kiosk.text[KB_KIOSK_ARCHIVE], kb_str_of(archive));
	(void)dup2(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), 9);
	pid_t child = fork();
	if (child == 0) {
		_exit(try_all(&kiosk));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	close(9);
	kb_kiosk_release(&kiosk);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fail_msg("status %x: act %d of the list, 255 the locks", (unsigned)status,
		         WEXITSTATUS(status));
	}
}

/* What has no place among the acts above: each is refused whatever it is asked. */
static const unsigned calls[] = {
	SYS_execve,
	SYS_execveat,
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_kill,
	SYS_tkill,
	SYS_tgkill,
	SYS_rt_sigqueueinfo,
	SYS_rt_tgsigqueueinfo,
	SYS_pidfd_open,
	SYS_pidfd_getfd,
	SYS_pidfd_send_signal,
	SYS_prlimit64,
	SYS_setpriority,
	SYS_ioprio_set,
	SYS_sched_setscheduler,
	SYS_sched_setparam,
	SYS_sched_setattr,
	SYS_sched_setaffinity,
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
	SYS_renameat,
	SYS_renameat2,
	SYS_linkat,
	SYS_symlinkat,
	SYS_mkdirat,
	SYS_mknodat,
	SYS_fchmod,
	SYS_fchmodat,
	SYS_fchown,
	SYS_fchownat,
	SYS_truncate,
	SYS_utimensat,
	SYS_setxattr,
	SYS_lsetxattr,
	SYS_fsetxattr,
	SYS_removexattr,
	SYS_lremovexattr,
	SYS_fremovexattr,
	SYS_open_by_handle_at,
	SYS_openat2,
	SYS_memfd_create,
	SYS_mount,
	SYS_umount2,
	SYS_move_mount,
	SYS_open_tree,
	SYS_fsopen,
	SYS_fsconfig,
	SYS_fsmount,
	SYS_fspick,
	442, /* mount_setattr */
	452, /* fchmodat2 */
	463, /* setxattrat */
	466, /* removexattrat */
	SYS_pivot_root,
	SYS_chroot,
	SYS_swapon,
	SYS_reboot,
#ifdef SYS_open
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
	SYS_utime,
	SYS_utimes,
	SYS_futimesat,
	SYS_fork,
	SYS_vfork,
	0x40000000u | SYS_getpid, /* x32 */
#endif
};

static void
test_calls(void **state)
{
	(void)state;
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		if (!kb_sandbox_lock_calls()) {
			_exit(2);
		}
		for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
			errno = 0;
			if (syscall(calls[i], -1, -1, -1, -1, -1, -1) != -1 || errno != EPERM) {
				fprintf(stderr, "# call %u: %s\n", calls[i], strerror(errno));
				_exit(1);
			}
		}
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* The numbers of another machine's calls mean something else: who makes them is ended. */
static void
test_other_machine(void **state)
{
	(void)state;
#ifdef __x86_64__
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		long answer = 20; /* getpid() of 32 bits */
		(void)kb_sandbox_lock_calls();
		__asm__ volatile("int $0x80" : "+a"(answer) : : "memory", "cc");
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	/* SIGSEGV from a kernel that has no such calls at all */
	assert_true(WIFSIGNALED(status) &&
	            (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV));
#endif
}

static void
test_limits(void **state)
{
	(void)state;
	struct kb_kiosk kiosk = { 0 };
	int status = 0;
	kb_kiosk_defaults(&kiosk);
	pid_t child = fork();
	if (child == 0) {
		static const struct {
			int what;
			rlim_t most;
		} limits[] = { { RLIMIT_AS, (rlim_t)512 << 20 },
			       { RLIMIT_CPU, 3600 },
			       { RLIMIT_NOFILE, 64 },
			       { RLIMIT_FSIZE, 4 << 20 },
			       { RLIMIT_CORE, 0 } };
		bool good = kb_kiosk_limit(&kiosk) && signal(SIGXFSZ, SIG_IGN) != SIG_ERR;
		for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
			struct rlimit r;
			(void)getrlimit((__rlimit_resource_t)limits[i].what, &r);
			good = good && ((KB_SANITISED && limits[i].what == RLIMIT_AS) ||
			                (r.rlim_cur == limits[i].most &&
			                 r.rlim_max - r.rlim_cur ==
			                         (limits[i].what == RLIMIT_CPU ? 10 : 0)));
		}
		/* a file over its limit is an error, no end */
		int fd = open(in(getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", "kbfsize"),
		              O_RDWR | O_CREAT | O_TRUNC, 0600);
		good = good && pwrite(fd, "x", 1, 4 << 20) < 0 && errno == EFBIG;
		_exit(good ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	kb_kiosk_release(&kiosk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_told),
		cmocka_unit_test_setup_teardown(test_file, set_up, tear_down),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_called),
		cmocka_unit_test_setup_teardown(test_forbidden, set_up, tear_down),
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_other_machine),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
