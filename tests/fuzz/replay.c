/*
 * Runs a fuzz target over files, without clang: the corpus is a test of every
 * `make check`. Linked with one fuzz_*.c in the place of libFuzzer.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		return 1;
	}
	size_t cap = (size_t)1 << 20;
	/* exactly as long as the input, so that a sanitiser sees a read behind it */
	uint8_t *whole = malloc(cap);
	size_t n = whole ? fread(whole, 1, cap, f) : 0;
	uint8_t *data = whole ? realloc(whole, n ? n : 1) : NULL;
	(void)fclose(f);
	if (!data) {
		free(whole);
		return 1;
	}
	(void)LLVMFuzzerTestOneInput(data, n);
	free(data);
	return 0;
}

int
main(int argc, char **argv)
{
	int failed = 0;
	for (int i = 1; i < argc; i++) {
		failed |= replay(argv[i]);
	}
	printf("1..1\n%s 1 - %d inputs\n", failed ? "not ok" : "ok", argc - 1);
	return failed;
}
