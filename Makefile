# kanbao: GNU make. Variants live side by side in $(O)/$(BUILD), so that no
# build needs a clean before it: BUILD = release (default), asan (with tiny blocks), fuzz, tsan.

O      ?= build
BUILD  ?= release
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
CLANG  ?= clang-14
B      := $(O)/$(BUILD)
CC_release = $(if $(filter default,$(origin CC)),gcc,$(CC))
CC_fuzz = $(CLANG)
SUB = $(MAKE) --no-print-directory
COMPILE = $(or $(CC_$(BUILD)),$(CC_release)) $(ALL_CFLAGS)

CPPFLAGS += -Iinclude -I$(O)/gen $(patsubst -I%,-isystem%,$(shell xml2-config --cflags)) -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_GNU_SOURCE \
	-DKB_LOCALEDIR='"$(PREFIX)/share/locale"' -DKB_SYSCONFDIR='"$(SYSCONFDIR)"'
WARN = -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wcast-qual -Wwrite-strings -Wpointer-arith -Wvla \
	-Wundef -Wformat=2 -Wswitch-enum -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough \
	-Wredundant-decls -fno-common $(if $(CI),-Werror)
CFLAGS_release = -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS_asan = -DKB_ARENA_BLOCK=64 -DKB_BUF_STEP=1 -DKB_DOC_START=8 -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# What -fsanitize=fuzzer-no-link gives, without its look at each comparison: those of
# the sanitisers' own checks are most of them, and took half of the time.
CFLAGS_fuzz = $(CFLAGS_asan) -O2 -fsanitize-coverage=inline-8bit-counters,pc-table,indirect-calls
LDFLAGS_release = -pie -Wl,-z,relro,-z,now
ALL_CFLAGS = -std=c17 -g -pthread $(WARN) $(CFLAGS_$(BUILD)) $(CFLAGS)
ALL_LDFLAGS = $(LDFLAGS_$(BUILD)) $(LDFLAGS)

# Sources by layer, left to right as data flows.
LAYERS = base text parse store import model layout view term kiosk cmd
SRC := $(foreach l,$(LAYERS),$(sort $(wildcard tui/$(l)/*.c)))
LIBSRC := $(filter-out tui/term/curses.c,$(SRC))
LIBOBJ := $(LIBSRC:%.c=$(B)/%.o)
MAINOBJ := $(B)/tui/main.o $(B)/tui/term/curses.o
LIB := $(B)/libkanbao.a
CORE_LIBS = -lunistring -ljansson -lzstd -lnettle -larchive -lxml2 -lm
MO := $(B)/locale/zh_CN/LC_MESSAGES/kanbao.mo

# The two products stand in $(O) too, as links to the build kind made last.
all: $(LIB) $(B)/kanbao $(MO) ## the program, the library, its Chinese texts: build/kanbao
	@ln -sfn $(BUILD)/libkanbao.a $(O)/libkanbao.a
	@ln -sfn $(BUILD)/kanbao $(O)/kanbao
$(O)/libkanbao.a $(O)/kanbao: all

$(LIB): $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $(LIBOBJ)

OWN = wcwidth wcswidth# for ncurses to find: tui/term/wcwidth.c
$(B)/kanbao: $(MAINOBJ) $(LIB)
	$(COMPILE) $(ALL_LDFLAGS) $(OWN:%=-Wl,--export-dynamic-symbol=%) -o $@ $^ -lncursesw -ltinfo -lsqlite3 $(CORE_LIBS)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) $(CPPFLAGS) -MMD -MP -c -o $@ $<

# The migrations, as C arrays.
$(O)/gen/schema.h: assets/embed.sh $(wildcard assets/schema/*.sql)
	@mkdir -p $(@D)
	sh assets/embed.sh assets/schema >$@.new && mv $@.new $@
$(B)/tui/store/store.o $(B)/tui/store/state.o $(B)/tests/unit/test_store_sql.o: $(O)/gen/schema.h

$(MO): assets/po/zh_CN.po
	@mkdir -p $(@D)
	msgfmt -c -o $@ $<

# Unit tests: one cmocka program a file, linked without ncursesw, and without
# sqlite3 where the store is not under test: a broken layer is a link error.
UNIT := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/unit/test_*.c)))
UNIT_STORE = store state import cmd model view app kiosk
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(LIB)
	$(COMPILE) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(CORE_LIBS) \
		$(if $(filter $(UNIT_STORE),$(firstword $(subst _, ,$(@F:test_%=%)))),-lsqlite3)

# Tests of larger parts: a program for each test_*.c, with the other .c of its
# folder linked to it; and scripts. tests/pty has term/curses.c too.
PARTS = golden screen pty
PART_SRC := $(sort $(foreach p,$(PARTS),$(wildcard tests/$(p)/*.c)))
PART := $(patsubst %.c,$(B)/%,$(foreach p,$(PARTS),$(filter tests/$(p)/test_%,$(PART_SRC))))
PART_HELP = $(patsubst %.c,$(B)/%.o,$(filter-out $(dir $(1))test_%,$(filter $(dir $(1))%,$(PART_SRC))))
SCRIPTS := $(sort $(wildcard $(PARTS:%=tests/%/*.sh) tests/cli/*.sh tests/score/*.sh)) tests/fuzz/corpus.sh

# Fuzz targets: libFuzzer's main with BUILD=fuzz, else a plain one over files.
FUZZ := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(LIB) $(if $(filter fuzz,$(BUILD)),,$(B)/tests/fuzz/replay.o)
	$(COMPILE) $(if $(filter fuzz,$(BUILD)),-fsanitize=fuzzer) $(ALL_LDFLAGS) -o $@ $^ \
		-lsqlite3 $(CORE_LIBS)

.SECONDEXPANSION:
$(PART): $(B)/%: $(B)/%.o $$(call PART_HELP,$$*) $$(if $$(findstring /pty/,$$*),$(B)/tui/term/curses.o) $(LIB)
	$(COMPILE) $(ALL_LDFLAGS) -o $@ $^ -lsqlite3 -lcmocka $(if $(findstring /pty/,$*),-lvterm -lncursesw -ltinfo) $(CORE_LIBS)

-include $(LIBOBJ:.o=.d) $(MAINOBJ:.o=.d) $(UNIT:=.d) $(PART_SRC:%.c=$(B)/%.d) $(FUZZ:=.d)
.PRECIOUS: $(B)/%.o

include tests/unit/threads.mk tests/soak/rules.mk
unit: $(UNIT) ## the unit tests alone
	@tests/run $(B) $(UNIT)
tests: $(B)/kanbao $(MO) $(UNIT) $(PART) $(FUZZ) $(THREADS) $(filter $(B)/%,$(SOAK_SHORT))
	@tests/run $(B) $(UNIT) $(PART) $(THREADS) $(SCRIPTS) $(SOAK_SHORT)

check: ## every test
	@.ci/deps.sh run check
	@+$(SUB) tests
lint: ## every lint; ONLY=tidy: one of tests/lint
	@.ci/deps.sh run check lint
	@+$(SUB) all
	@WARN='$(WARN)' tests/lint/all.sh $(O) $(ONLY)
asan: ## the tests under the address and undefined-behaviour sanitizers
	@.ci/deps.sh run check
	@+$(SUB) BUILD=asan tests
fuzz: ## each fuzz target for FUZZ_SECONDS (30)
	@.ci/deps.sh run fuzz
	@+$(SUB) BUILD=fuzz fuzz-run
fuzz-run: $(FUZZ)
	@tests/fuzz/run $(FUZZ)

include tests/bench/rules.mk
run: ## installs what is missing, builds, imports the samples, opens the reader
	@.ci/deps.sh run
	@+$(SUB) all
	@$(O)/kanbao -a $(O)/archive.db import assets/issues
	@$(O)/kanbao -a $(O)/archive.db
deps: ## installs the packages of all of this, or names them
	@.ci/deps.sh run check lint fuzz

# What is generated and committed; lint compares.
pot: ## the catalogues of messages, from the sources
	@assets/po/update.sh
format: ## the sources as clang-format has them
	@git ls-files -z '*.c' '*.h' | xargs -0 clang-format-14 -i
include man/rules.mk
include tests/kiosk/rules.mk
clean: ## removes what was built
	rm -rf $(O)
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | expand -t 14

.PHONY: FORCE all unit tests check lint asan fuzz fuzz-run bench run deps pot format man install uninstall clean help
