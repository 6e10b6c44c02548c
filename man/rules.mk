# Makes the manuals and what else is generated of the tables, and installs; part of the Makefile.
$(B)/man/mkman $(B)/man/mkshell: %: %.o $(LIB)
	$(COMPILE) $(ALL_LDFLAGS) -o $@ $^ $(CORE_LIBS)
-include $(B)/man/mkman.d $(B)/man/mkshell.d
MAN1 = kanbao.1 kanbao-import.1
MAN5 = kanbao.conf.5
SHELLS = bash zsh fish
COMPLETION = $(SHELLS:%=assets/completion/kanbao.%)
man: $(MAN1:%=$(B)/man/%) $(MAN5:%=$(B)/man/%) $(B)/assets/kanbao.conf $(COMPLETION:%=$(B)/%) ## manuals and completions, from the tables
	@cp $(filter $(B)/man/%,$^) man
	@cp $(B)/assets/kanbao.conf assets
	@mkdir -p assets/completion && cp $(filter $(B)/assets/completion/%,$^) assets/completion
$(B)/man/%: man/%.in $(B)/man/mkman
	@$(B)/man/mkman <$< >$@
$(B)/assets/%: assets/%.in $(B)/man/mkman
	@mkdir -p $(@D) && $(B)/man/mkman <$< >$@
$(B)/assets/completion/kanbao.%: $(B)/man/mkshell
	@mkdir -p $(@D) && $< $* >$@
D = $(DESTDIR)$(PREFIX)
MAN8 = kanbao-kiosk.8
KIOSK = $(addprefix assets/sshd/,kiosk.conf kanbao-sshd.conf kanbao-match.conf)
UNITS = $(wildcard assets/systemd/kanbao-*) assets/systemd/tmpfiles.conf
SHELLDIRS = bash-completion/completions/kanbao zsh/site-functions/_kanbao fish/vendor_completions.d/kanbao.fish
MODIR = $(D)/share/locale/zh_CN/LC_MESSAGES
install: all ## into PREFIX (/usr/local); make uninstall takes it away
	install -D -m 755 $(B)/kanbao $(D)/bin/kanbao
	install -D -m 644 -t $(D)/share/man/man1 $(MAN1:%=man/%)
	install -D -m 644 -t $(D)/share/man/man5 $(MAN5:%=man/%)
	install -D -m 644 -t $(D)/share/doc/kanbao assets/kanbao.conf
	install -D -m 644 assets/completion/kanbao.bash $(D)/share/bash-completion/completions/kanbao
	install -D -m 644 assets/completion/kanbao.zsh $(D)/share/zsh/site-functions/_kanbao
	install -D -m 644 assets/completion/kanbao.fish $(D)/share/fish/vendor_completions.d/kanbao.fish
	install -D -m 644 $(MO) $(MODIR)/kanbao.mo
	ln -sf kanbao $(D)/bin/kanbao-kiosk
	install -D -m 644 -t $(D)/share/man/man8 $(MAN8:%=man/%)
	install -D -m 644 -t $(D)/share/kanbao $(KIOSK)
	install -D -m 644 -t $(D)/share/kanbao/systemd $(UNITS)
	sed -i 's|/usr/local|$(PREFIX)|g' $(UNITS:assets/%=$(D)/share/kanbao/%)
	install -D -m 755 assets/systemd/intake $(D)/lib/kanbao/intake
uninstall:
	rm -f $(D)/bin/kanbao $(MAN1:%=$(D)/share/man/man1/%) $(MAN5:%=$(D)/share/man/man5/%) \
		$(D)/share/doc/kanbao/kanbao.conf $(SHELLDIRS:%=$(D)/share/%) $(MODIR)/kanbao.mo \
		$(D)/bin/kanbao-kiosk $(MAN8:%=$(D)/share/man/man8/%) $(D)/lib/kanbao/intake
	rm -rf $(D)/share/kanbao
