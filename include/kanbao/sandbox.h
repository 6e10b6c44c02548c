/*
 * Work on hostile bytes in a child of its own: forked, with limits, without
 * files, network, further processes or programs (design §3, §5). What it
 * gives back comes through one pipe.
 */
#ifndef KANBAO_SANDBOX_H
#define KANBAO_SANDBOX_H

#include "kanbao/ctx.h"

/* Built with AddressSanitizer, whose address space goes beyond any limit on memory. */
#if defined(__SANITIZE_ADDRESS__)
#define KB_SANITISED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KB_SANITISED 1
#endif
#endif
#ifndef KB_SANITISED
#define KB_SANITISED 0
#endif

struct kb_sandbox_limits {
	size_t memory; /* bytes above what the parent has; not limited in sanitiser builds */
	size_t output; /* bytes */
	int cpu_s;
	int wall_s;
};
/* 1 GiB, 256 MiB, 60 s of CPU, 120 s in all. */
extern const struct kb_sandbox_limits kb_sandbox_usual;

/* Where the child writes. */
struct kb_sandbox_out {
	int fd;
	bool failed; /* the parent has gone */
};
void kb_sandbox_put(struct kb_sandbox_out *out, kb_str bytes);

/*
 * What is done in the child. It sees the parent's memory as it was; an error
 * is handed back with its message.
 */
typedef enum kb_err kb_sandbox_work(struct kb_ctx *ctx, struct kb_sandbox_out *out, void *user);

/*
 * Runs the work and appends to *got what it put, only where it succeeded. One
 * that crashes, or goes over a limit, is KB_E_DATA with a message that names
 * which; KB_E_TERM where the system offers no sandbox. The caller has one
 * thread.
 */
enum kb_err kb_sandbox_run(struct kb_ctx *ctx, kb_sandbox_work *work, void *user,
                           const struct kb_sandbox_limits *limits, struct kb_buf *got);

/* --- a process that locks itself in ------------------------------------------- */

/* A folder, with all below it, or a file that may still be opened. */
struct kb_lock_path {
	const char *path;
	bool write; /* and files in the folder made, changed, removed */
};
/*
 * Both lock this process in, for good, before its first further thread; false
 * where the system has no such lock. Landlock: no files but those named, where
 * a path that is not there counts for nothing.
 */
bool kb_sandbox_lock_files(const struct kb_lock_path *paths, size_t n);
/* seccomp: no programs, processes, network, input to terminals, changes of names or modes. */
bool kb_sandbox_lock_calls(void);

#endif
