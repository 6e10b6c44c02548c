/*
 * Prints the completions of a shell from the tables of subcommands and
 * options: mkshell bash|zsh|fish.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/option.h"

static const struct command {
	const char *name;
	const char *usage;
	const char *help;
} commands[] = {
#define X(name, usage, help) { #name, usage, help },
#include "kanbao/cmd.def"
#undef X
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* The text inside single quotes; fish escapes one in it, the others leave and come back. */
static void
put_quoted(const char *s, bool fish)
{
	for (; *s; s++) {
		if (*s == '\'') {
			(void)fputs(fish ? "\\'" : "'\\''", stdout);
		} else {
			(void)putchar(*s);
		}
	}
}

/* Calls put() for each --flag of a usage line. */
static void
each_flag(const struct command *c, void (*put)(const struct command *c, const char *p, size_t n))
{
	for (const char *p = c->usage; (p = strstr(p, "--")) != NULL;) {
		size_t n = 2 + strspn(p + 2, "abcdefghijklmnopqrstuvwxyz-");
		if (n > 2) {
			put(c, p, n);
		}
		p += n;
	}
}

static void
put_flag(const struct command *c, const char *p, size_t n)
{
	(void)c;
	printf(" %.*s", (int)n, p);
}

/* name=value for each value, name= for a number. */
static void
put_settings(void)
{
	for (int i = 0; i < KB_OPT_COUNT; i++) {
		const struct kb_option *o = kb_option_row((enum kb_option_id)i);
		const char *p = o->type == KB_TYPE_BOOL   ? "yes|no"
		                : o->type == KB_TYPE_WORD ? o->unit
		                                          : "";
		do {
			size_t n = strcspn(p, "|");
			printf(" %s=%.*s", o->name, (int)n, p);
			p += n + (p[n] == '|');
		} while (*p);
	}
}

/* The flags of each subcommand, as a function for bash and zsh. */
static void
put_flags_function(void)
{
	puts("_kanbao_flags() {\n\tcase $1 in");
	for (size_t i = 0; i < COMMANDS; i++) {
		printf("\t%s) echo '--help", commands[i].name);
		each_flag(&commands[i], put_flag);
		puts("' ;;");
	}
	puts("\tesac\n}");
}

static void
put_command_names(void)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		printf("%s%s", i ? " " : "", commands[i].name);
	}
}

/* --- bash ------------------------------------------------------------------------- */

static void
put_bash(void)
{
	puts("# Completion of kanbao for bash; made from its tables by make man.");
	printf("_kanbao_commands='");
	put_command_names();
	printf("'\n_kanbao_settings='");
	put_settings();
	puts("'\n_kanbao_topics='actions options queries references'");
	put_flags_function();
	puts("_kanbao() {\n"
	     "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} i "
	     "command=\n"
	     "\tlocal line=${COMP_LINE:0:COMP_POINT}\n"
	     "\tlocal last=${line##* }\n"
	     "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	     "\t\tcase \" $_kanbao_commands \" in *\" ${COMP_WORDS[i]} \"*)\n"
	     "\t\t\tcommand=${COMP_WORDS[i]}\n"
	     "\t\t\tbreak ;;\n"
	     "\t\tesac\n"
	     "\tdone\n"
	     "\tCOMPREPLY=()\n"
	     "\tcase $line in\n"
	     "\t*' -o '\"$last\")\n"
	     "\t\tCOMPREPLY=($(compgen -W \"$_kanbao_settings\" -- \"$last\"))\n"
	     "\t\t# what stands before = is no part of the word\n"
	     "\t\tcase $COMP_WORDBREAKS in *=*)\n"
	     "\t\t\tcase $last in *=*) COMPREPLY=(\"${COMPREPLY[@]#*=}\") ;; esac ;;\n"
	     "\t\tesac\n"
	     "\t\treturn ;;\n"
	     "\tesac\n"
	     "\tcase $before in\n"
	     "\t--lang) COMPREPLY=($(compgen -W 'zh en' -- \"$word\")); return ;;\n"
	     "\tesac\n"
	     "\tcase $word in\n"
	     "\t-*)\n"
	     "\t\tif [ -n \"$command\" ]; then\n"
	     "\t\t\tCOMPREPLY=($(compgen -W \"$(_kanbao_flags \"$command\") -a -o\" -- "
	     "\"$word\"))\n"
	     "\t\telse\n"
	     "\t\t\tCOMPREPLY=($(compgen -W '-a -o --lang --help --version' -- \"$word\"))\n"
	     "\t\tfi\n"
	     "\t\treturn ;;\n"
	     "\tesac\n"
	     "\tif [ \"$command\" = help ]; then\n"
	     "\t\tCOMPREPLY=($(compgen -W \"$_kanbao_commands $_kanbao_topics\" -- \"$word\"))\n"
	     "\telif [ -z \"$command\" ] && [ \"$before\" != -a ]; then\n"
	     "\t\tCOMPREPLY=($(compgen -W \"$_kanbao_commands\" -- \"$word\"))\n"
	     "\tfi\n"
	     "}\n"
	     "complete -o default -F _kanbao kanbao");
}

/* --- zsh --------------------------------------------------------------------------- */

static void
put_zsh(void)
{
	puts("#compdef kanbao\n"
	     "# Completion of kanbao for zsh; made from its tables by make man.");
	puts("_kanbao_commands=(");
	for (size_t i = 0; i < COMMANDS; i++) {
		printf("\t'%s:", commands[i].name);
		put_quoted(commands[i].help, false);
		puts("'");
	}
	printf(")\n_kanbao_settings=(");
	put_settings();
	puts(" )");
	put_flags_function();
	puts("_kanbao() {\n"
	     "\tlocal i command=\n"
	     "\tfor ((i = 2; i < CURRENT; i++)); do\n"
	     "\t\tif (( ${_kanbao_commands[(I)${words[i]}:*]} )); then\n"
	     "\t\t\tcommand=${words[i]}\n"
	     "\t\t\tbreak\n"
	     "\t\tfi\n"
	     "\tdone\n"
	     "\tcase ${words[CURRENT-1]} in\n"
	     "\t-o) compadd -- $_kanbao_settings; return ;;\n"
	     "\t-a) _files; return ;;\n"
	     "\t--lang) compadd zh en; return ;;\n"
	     "\tesac\n"
	     "\tif [[ ${words[CURRENT]} == -* ]]; then\n"
	     "\t\tif [[ -n $command ]]; then\n"
	     "\t\t\tcompadd -- $(_kanbao_flags $command) -a -o\n"
	     "\t\telse\n"
	     "\t\t\tcompadd -- -a -o --lang --help --version\n"
	     "\t\tfi\n"
	     "\telif [[ -z $command ]]; then\n"
	     "\t\t_describe command _kanbao_commands\n"
	     "\t\t_files\n"
	     "\telif [[ $command == help ]]; then\n"
	     "\t\t_describe command _kanbao_commands\n"
	     "\t\tcompadd actions options queries references\n"
	     "\telse\n"
	     "\t\t_files\n"
	     "\tfi\n"
	     "}\n"
	     "if [ \"$funcstack[1]\" = _kanbao ]; then\n"
	     "\t_kanbao \"$@\"\n"
	     "else\n"
	     "\tcompdef _kanbao kanbao\n"
	     "fi");
}

/* --- fish -------------------------------------------------------------------------- */

static void
put_fish_flag(const struct command *c, const char *p, size_t n)
{
	printf("complete -c kanbao -n '__fish_seen_subcommand_from %s' -l %.*s\n", c->name,
	       (int)n - 2, p + 2);
}

static void
put_fish(void)
{
	puts("# Completion of kanbao for fish; made from its tables by make man.\n"
	     "complete -c kanbao -s a -r -d archive");
	printf("complete -c kanbao -s o -x -a '");
	put_settings();
	puts("'\n"
	     "complete -c kanbao -l lang -x -a 'zh en'\n"
	     "complete -c kanbao -l help\n"
	     "complete -c kanbao -n __fish_use_subcommand -l version");
	for (size_t i = 0; i < COMMANDS; i++) {
		printf("complete -c kanbao -n __fish_use_subcommand -a %s -d '", commands[i].name);
		put_quoted(commands[i].help, true);
		puts("'");
		each_flag(&commands[i], put_fish_flag);
	}
	printf("complete -c kanbao -n '__fish_seen_subcommand_from help' -x -a '");
	put_command_names();
	puts(" actions options queries references'");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*put)(void);
	} shells[] = { { "bash", put_bash }, { "zsh", put_zsh }, { "fish", put_fish } };
	for (size_t i = 0; argc == 2 && i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(argv[1], shells[i].name) == 0) {
			shells[i].put();
			return fflush(stdout) ? 1 : 0;
		}
	}
	return 64;
}
