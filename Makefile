# kanbao: GNU make. Variants live side by side in $(O)/$(BUILD), so that no
# build needs a clean before it: BUILD = release (default), asan, fuzz.

O      ?= build
BUILD  ?= release
CC     ?= cc
PREFIX ?= /usr/local

CPPFLAGS += -Iinclude -I$(O)/gen -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_GNU_SOURCE \
	-DKB_LOCALEDIR='"$(PREFIX)/share/locale"'
WARN = -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wcast-qual -Wwrite-strings -Wpointer-arith -Wvla \
	-Wundef -Wformat=2 -Wswitch-enum -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough \
	-Wredundant-decls -fno-common $(if $(CI),-Werror)
CFLAGS_release = -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS_asan = -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS_release = -pie -Wl,-z,relro,-z,now
LDFLAGS_asan = -fsanitize=address,undefined
ALL_CFLAGS = -std=c17 -g $(WARN) $(CFLAGS_$(BUILD)) $(CFLAGS)

# Sources by layer, left to right as data flows.
LAYERS = base text parse store import model layout view term cmd
SRC := $(foreach l,$(LAYERS),$(sort $(wildcard tui/$(l)/*.c)))
LIBSRC := $(filter-out tui/term/curses.c,$(SRC))
B := $(O)/$(BUILD)
LIBOBJ := $(LIBSRC:%.c=$(B)/%.o)
MAINOBJ := $(B)/tui/main.o $(B)/tui/term/curses.o
LIBS = -lncursesw -ltinfo -lsqlite3 -lunistring -ljansson -lzstd

all: $(B)/kanbao

$(B)/libkanbao.a: $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $(LIBOBJ)

$(B)/kanbao: $(MAINOBJ) $(B)/libkanbao.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS_$(BUILD)) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(LIBOBJ:.o=.d) $(MAINOBJ:.o=.d)

# Unit tests: one cmocka program a file, linked without ncursesw, and without
# sqlite3 where the store is not under test: a broken layer is a link error.
UNIT := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/test_*.c))
UNIT_STORE = store state import cmd model view app
UNIT_LIBS = -lunistring -ljansson -lzstd -lcmocka -lm
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/libkanbao.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS_$(BUILD)) -o $@ $^ $(UNIT_LIBS) \
		$(if $(filter $(UNIT_STORE),$(firstword $(subst _, ,$(@F:test_%=%)))),-lsqlite3)

unit: $(UNIT)
	@for t in $(UNIT); do echo "== $$t"; $$t || exit 1; done

-include $(UNIT:=.d)

clean:
	rm -rf $(O)

.PHONY: all unit clean
