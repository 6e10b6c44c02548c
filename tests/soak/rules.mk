# The long forms: make soak, make soak ONLY=C4. Short ones of them are in make check.
SOAK_PROGRAMS := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/soak/soak_*.c)))
SOAK_HELP := $(call PART_HELP,tests/pty/x) $(B)/tui/term/curses.o
SOAK_LONG := $(shell grep -sl 'long only$$' tests/soak/*.sh tests/soak/soak_*.c)
SOAK_SHORT := $(filter-out $(SOAK_LONG),$(sort $(wildcard tests/soak/*.sh))) \
	$(filter-out $(SOAK_LONG:%.c=$(B)/%),$(SOAK_PROGRAMS))
$(SOAK_PROGRAMS): %: %.o $(SOAK_HELP) $(LIB)
	$(COMPILE) $(ALL_LDFLAGS) -o $@ $^ -lsqlite3 -lcmocka -lvterm -lncursesw -ltinfo $(CORE_LIBS)
-include $(SOAK_PROGRAMS:=.d)

# what they run beside the program
BENCHED = $(B)/tests/bench/bench_corpus $(B)/tests/bench/bench_queries
.PHONY: soak
soak: ## the promises of SECURITY.md, at length: tests/soak/README.md
	@.ci/deps.sh run check
	@+$(SUB) all $(SOAK_PROGRAMS) $(BENCHED) $(B)/tests/unit/test_kiosk
	@tests/soak/run $(B) $(ONLY)
