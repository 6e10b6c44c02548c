/*
 * What a program costs: usage: bench_cost [-1] PROGRAM ARGUMENT…
 *
 * Runs it with its output thrown away (-1: on one core) and prints wall
 * seconds, CPU seconds and the most memory it had, in KiB. Its status is this
 * program's.
 */
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static void
one_core(void)
{
	cpu_set_t may;
	cpu_set_t one;
	CPU_ZERO(&one);
	if (sched_getaffinity(0, sizeof(may), &may) == 0) {
		size_t cpu = CPU_SETSIZE - 1;
		while (cpu > 0 && !CPU_ISSET(cpu, &may)) {
			cpu--;
		}
		CPU_SET(cpu, &one);
		(void)sched_setaffinity(0, sizeof(one), &one);
	}
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	int first = argc > 1 && strcmp(argv[1], "-1") == 0 ? 2 : 1;
	struct rusage used = { 0 };
	int status = 0;
	if (argc <= first) {
		(void)fprintf(stderr, "usage: bench_cost [-1] PROGRAM ARGUMENT...\n");
		return 64;
	}
	double began = bench_now_ms();
	pid_t pid = fork();
	if (pid == 0) {
		if (first == 2) {
			one_core();
		}
		(void)!freopen("/dev/null", "w", stdout);
		(void)execvp(argv[first], argv + first);
		perror(argv[first]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid) {
		perror("bench_cost");
		return 70;
	}
	printf("%.3f %.3f %ld\n", (bench_now_ms() - began) / 1e3,
	       seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
