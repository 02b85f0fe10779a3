# xg: plain GNU make. `make help` lists the targets.
MAKEFLAGS += -rR
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:

B ?= build
CC := $(if $(filter default undefined,$(origin CC)),gcc,$(CC))
AR ?= ar
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
VERSION := 0.1.0
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

# What the code needs is ours; a user's CFLAGS and LDFLAGS are added to it.
CFLAGS ?= -O2 -g
XG_WARN := -Wall -Wextra -Wpedantic -Werror -Wmissing-prototypes \
	-Wstrict-prototypes -Wvla -Wwrite-strings -Wshadow -Wundef
XG_SAN := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer \
	-fno-sanitize-recover=all \
	$(if $(findstring clang,$(CC)),,-Wno-format-truncation \
	-Wno-maybe-uninitialized))
XG_CFLAGS := -std=c11 -D_GNU_SOURCE -DXG_VERSION='"$(VERSION)"' -Ilib \
	-include lib/base/banned.h $(XG_WARN) $(XG_SAN) \
	-fstack-protector-strong -fPIE -ffunction-sections -fdata-sections
XG_LDFLAGS := $(XG_SAN) -Wl,--as-needed -Wl,--gc-sections -Wl,-z,relro,-z,now

# Only what a command really calls stays in its list of needed libraries.
XG_LIBS := $(shell pkg-config --libs libuv libcurl libwebsockets libssl \
	libcrypto libsodium 2>/dev/null) -lm -ldl
XG_INCS := $(shell pkg-config --cflags libuv libcurl libwebsockets libssl \
	libcrypto libsodium 2>/dev/null)

MODULES := $(sort $(notdir $(patsubst %/,%,$(wildcard lib/*/))))
lib_src := $(wildcard lib/*/*.c lib/*/*/*.c)
stage_main := lib/stage/main.c
lib_obj := $(patsubst %.c,$(B)/obj/%.o,$(filter-out $(stage_main),$(lib_src)))
archives := $(foreach m,$(MODULES),$(if $(filter lib/$(m)/%,$(lib_src)),$(B)/lib/$(m).a))
cmds := $(notdir $(patsubst %.c,%,$(wildcard cmd/*.c)))
units := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*.c))
tools := $(patsubst tests/support/%.c,$(B)/tool/%,$(wildcard tests/support/*.c))
benches := $(patsubst tests/bench/%.c,$(B)/bench/%,$(wildcard tests/bench/*.c))
# The slow ones first, so that none is left over at the end.
bats := $(wildcard tests/e2e/*.bats tests/fault/*.bats tests/cli/*.bats)

.PHONY: all
all: $(cmds:%=$(B)/bin/%)

-include $(lib_obj:.o=.d) $(wildcard $(B)/obj/cmd/*.d $(B)/obj/tests/*/*.d)

# A change of compiler or flags rebuilds everything.
flags := $(CC) $(XG_CFLAGS) $(XG_INCS) $(CFLAGS) $(XG_LDFLAGS) $(LDFLAGS)
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(flags))' | cmp -s - $@ || \
		printf '%s\n' '$(subst ','\'',$(flags))' >$@
.PHONY: FORCE
FORCE:

# Which module may use which (closure of lib/LAYERS): what a unit test links.
$(B)/layers.mk: lib/LAYERS
	@mkdir -p $(@D)
	$(Q)awk -F: '/^#/ || $$1 == "pure" || NF < 2 { next } \
		{ name[++n] = $$1; dep[$$1] = $$2 } \
		function walk(m, k, a, i) { if (seen[m]++) return; out = out " " m; \
			k = split(dep[m], a, " "); for (i = 1; i <= k; i++) walk(a[i]) } \
		END { for (j = 1; j <= n; j++) { split("", seen); out = ""; \
			walk(name[j]); print "closure_" name[j] " :=" out } }' $< >$@
-include $(B)/layers.mk

$(B)/obj/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(XG_CFLAGS) $(XG_INCS) $(CFLAGS) -MMD -MP -c -o $@ $<

define module_rule
$(B)/lib/$(1).a: $(filter $(B)/obj/lib/$(1)/%,$(lib_obj))
	@mkdir -p $$(@D)
	@rm -f $$@
	$(Q)$(AR) rcs $$@ $$^
endef
$(foreach m,$(MODULES),$(eval $(call module_rule,$(m))))

# A command: its file, and main.c compiled for the stage that it declares.
$(B)/obj/main/%.o: $(stage_main) $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(XG_CFLAGS) $(CFLAGS) -DXG_STAGE=$(subst -,_,$*)_stage \
		-MMD -MP -c -o $@ $<

$(B)/bin/%: $(B)/obj/cmd/%.o $(B)/obj/main/%.o $(archives)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(XG_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) \
		-Wl,--start-group $(archives) -Wl,--end-group $(XG_LIBS)

# xg-run holds every stage; its list of them is generated from the file names.
run_objs := $(patsubst %,$(B)/obj/cmd/%.o,$(filter-out xg-run,$(cmds)))
$(B)/gen/stages.c: $(wildcard cmd/*.c) Makefile
	@mkdir -p $(@D)
	$(Q){ echo '#include "stage/stage.h"'; \
	for c in $(cmds); do s=$$(echo $$c | tr - _)_stage; \
		echo "extern const struct xg_stage $$s;"; done; \
	echo 'extern const struct xg_stage *const xg_all_stages[];'; \
	echo 'const struct xg_stage *const xg_all_stages[] = {'; \
	for c in $(cmds); do echo "	&$$(echo $$c | tr - _)_stage,"; done; \
	echo '	NULL'; echo '};'; } >$@
$(B)/obj/gen/stages.o: $(B)/gen/stages.c $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(XG_CFLAGS) $(CFLAGS) -c -o $@ $<
$(B)/bin/xg-run: $(B)/obj/gen/stages.o $(run_objs)

# xg-drift knows the pinned shapes, lib/venue/NAME/shape.ndjson.
pins := $(wildcard lib/venue/*/shape.ndjson)
pin_of = xg_pins_$(notdir $(patsubst %/,%,$(dir $(1))))
$(B)/gen/pins.S: $(pins) Makefile
	@mkdir -p $(@D)
	$(Q){ echo '	.section .note.GNU-stack,"",%progbits'; \
	echo '	.section .rodata'; \
	$(foreach p,$(pins),echo '	.global $(call pin_of,$(p)), $(call pin_of,$(p))_end'; \
		echo '$(call pin_of,$(p)): .incbin "$(p)"'; \
		echo '$(call pin_of,$(p))_end: .byte 0';) } >$@
$(B)/gen/pins_list.c: $(pins) Makefile
	@mkdir -p $(@D)
	$(Q){ $(foreach p,$(pins),echo 'extern const char $(call pin_of,$(p))[], $(call pin_of,$(p))_end[];';) \
	echo 'struct xg_pins { const char *venue, *text, *end; };'; \
	echo 'extern const struct xg_pins xg_all_pins[];'; \
	echo 'const struct xg_pins xg_all_pins[] = {'; \
	$(foreach p,$(pins),echo '	{ "$(patsubst xg_pins_%,%,$(call pin_of,$(p)))", $(call pin_of,$(p)), $(call pin_of,$(p))_end },';) \
	echo '	{ 0, 0, 0 }'; echo '};'; } >$@
$(B)/obj/gen/pins.o: $(B)/gen/pins.S $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -c -o $@ $<
$(B)/obj/gen/pins_list.o: $(B)/gen/pins_list.c $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(XG_CFLAGS) $(CFLAGS) -c -o $@ $<
pin_objs := $(B)/obj/gen/pins.o $(B)/obj/gen/pins_list.o
$(B)/bin/xg-drift $(B)/bin/xg-run: $(pin_objs)

# The bench of the fused path holds them, too.
$(B)/bench/fused: $(B)/obj/gen/stages.o $(pin_objs) $(run_objs) $(B)/obj/cmd/xg-run.o

# Unit tests: tests/unit/MODULE-topic.c links MODULE and what it may use.
module_of = $(firstword $(subst -, ,$(1)))
define unit_rule
$(B)/unit/$(1): $(B)/obj/tests/unit/$(1).o \
	$(foreach m,$(closure_$(call module_of,$(1))),$(filter $(B)/lib/$(m).a,$(archives)))
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(XG_LDFLAGS) $$(LDFLAGS) -o $$@ $$(filter %.o,$$^) \
		-Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $$(XG_LIBS)
endef
$(foreach u,$(notdir $(units)),$(eval $(call unit_rule,$(u))))
$(B)/obj/tests/%.o: XG_INCS += -Itests/support

$(B)/tool/% $(B)/bench/%: XG_INCS += -Itests/support
$(B)/tool/%: $(B)/obj/tests/support/%.o $(archives)
	@mkdir -p $(@D)
	$(Q)$(CC) $(XG_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) \
		-Wl,--start-group $(archives) -Wl,--end-group $(XG_LIBS)
$(B)/bench/%: $(B)/obj/tests/bench/%.o $(archives)
	@mkdir -p $(@D)
	$(Q)$(CC) $(XG_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) \
		-Wl,--start-group $(archives) -Wl,--end-group $(XG_LIBS)

.PHONY: units
units: $(units)

# One module alone: make check-dec builds and runs tests/unit/dec-*.
check-%: FORCE
	$(Q)$(MAKE) --no-print-directory $(filter $(B)/unit/$*-%,$(units))
	prove -e tests/support/tap-run $(filter $(B)/unit/$*-%,$(units))

.PHONY: test
# What is missing is installed first: another make then finds the libraries.
test: deps-check
	$(Q)$(MAKE) --no-print-directory all units $(tools)
	XG_BIN=$(abspath $(B)/bin) XG_BUILD=$(abspath $(B)) \
	prove -j3 --failures --comments -e tests/support/tap-run $(bats) $(units)

.PHONY: deps deps-check
deps:
	tests/support/deps.sh
deps-check:
	@tests/support/deps.sh --check || $(MAKE) --no-print-directory deps

.PHONY: asan ubsan tsan
asan:
	ASAN_OPTIONS=detect_leaks=1 $(MAKE) B=build/asan SAN=address,undefined \
		CFLAGS='-O1 -g' test
ubsan:
	$(MAKE) B=build/ubsan SAN=undefined CFLAGS='-O1 -g' test
tsan:
	$(MAKE) B=build/tsan SAN=thread CFLAGS='-O1 -g' test

# Fuzz targets: tests/fuzz/MODULE-topic.c with seeds in tests/fuzz/seeds/NAME.
FUZZ_SECONDS ?= 10
fuzzers := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
.PHONY: fuzz
fuzz:
	$(Q)$(MAKE) --no-print-directory B=build/fuzz CC=clang \
		SAN=fuzzer-no-link,address,undefined CFLAGS='-O1 -g' fuzz-build
	$(Q)tests/support/fuzz-run build/fuzz $(FUZZ_SECONDS) $(fuzzers)
.PHONY: fuzz-build
fuzz-build: $(fuzzers:%=$(B)/fuzz/%)
$(B)/fuzz/%: $(B)/obj/tests/fuzz/%.o $(archives)
	@mkdir -p $(@D)
	$(Q)$(CC) -fsanitize=fuzzer,address,undefined -o $@ $(filter %.o,$^) \
		-Wl,--start-group $(archives) -Wl,--end-group $(XG_LIBS)

.PHONY: lint
lint: all units
	$(Q)B=$(B) tests/lint/run.sh

.PHONY: test-peers
test-peers: all
	$(Q)XG_BIN=$(abspath $(B)/bin) tests/peers/run.sh

.PHONY: bench
bench: all $(benches)
	$(Q)XG_BIN=$(abspath $(B)/bin) XG_BUILD=$(abspath $(B)) tests/bench/run.sh

.PHONY: demo
demo: deps-check
	$(Q)$(MAKE) --no-print-directory -j2 all
	$(Q)XG_BIN=$(abspath $(B)/bin) examples/demo.sh

.PHONY: install uninstall
man_pages := $(wildcard man/*.[157])
install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) \
		$(DESTDIR)$(FISHDIR) $(DESTDIR)$(MANDIR)/man1 \
		$(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7
	install -m 755 $(cmds:%=$(B)/bin/%) $(DESTDIR)$(BINDIR)
	for p in $(man_pages); do install -m 644 $$p \
		$(DESTDIR)$(MANDIR)/man$${p##*.}/ || exit 1; done
	ln -sf ../man1/xg.1 $(DESTDIR)$(MANDIR)/man7/xg.7
	install -m 644 completions/xg.bash $(DESTDIR)$(BASHDIR)/xg
	for c in $(filter-out xg,$(cmds)); do \
		ln -sf xg $(DESTDIR)$(BASHDIR)/$$c || exit 1; done
	install -m 644 completions/_xg $(DESTDIR)$(ZSHDIR)/_xg
	install -m 644 completions/xg.fish $(DESTDIR)$(FISHDIR)/xg.fish
	for c in $(filter-out xg,$(cmds)); do \
		ln -sf xg.fish $(DESTDIR)$(FISHDIR)/$$c.fish || exit 1; done
uninstall:
	rm -f $(DESTDIR)$(MANDIR)/man7/xg.7
	rm -f $(cmds:%=$(DESTDIR)$(BINDIR)/%) \
		$(foreach p,$(man_pages),$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(p)))/$(notdir $(p))) \
		$(cmds:%=$(DESTDIR)$(BASHDIR)/%) \
		$(DESTDIR)$(ZSHDIR)/_xg $(cmds:%=$(DESTDIR)$(FISHDIR)/%.fish)

.PHONY: clean
clean:
	rm -rf build

.PHONY: help
help:
	@echo 'make            build all commands into build/bin'
	@echo 'make deps       install the packages that are missing (needs root)'
	@echo 'make demo       simulated venues, a live pipeline, and what it did'
	@echo 'make test       unit, command, end-to-end and fault tests'
	@echo 'make test-peers independent clients from npm against ours'
	@echo 'make bench      ratios measured in one run, build/bench.json'
	@echo 'make lint       formatting, layers, purity, pages, shell scripts'
	@echo 'make asan fuzz  the tests under sanitizers; the fuzz targets'
	@echo 'make install    DESTDIR= PREFIX=/usr/local'
