# The programs of make bench: bench*.c, each with the other .c of this folder.
BENCH := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/bench/bench*.c)))
BENCH_HELP := $(patsubst %.c,$(B)/%.o,$(filter-out tests/bench/bench%,$(wildcard tests/bench/*.c)))
$(BENCH): %: %.o $(BENCH_HELP) $(LIB)
	$(COMPILE) $(ALL_LDFLAGS) -o $@ $^ -lsqlite3 -lvterm $(CORE_LIBS)
-include $(BENCH:=.d) $(BENCH_HELP:.o=.d)

tests: $(BENCH)# tests/cli/exact.sh
bench: ## measures search, start, import, memory: tests/bench/README.md
	@.ci/deps.sh run
	@.ci/deps.sh bench || echo 'peers that are missing will have no figures' >&2
	@+$(SUB) $(B)/kanbao $(BENCH)
	@tests/bench/run $(O) $(B)
