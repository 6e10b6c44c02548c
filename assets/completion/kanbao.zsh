#compdef kanbao
# Completion of kanbao for zsh; made from its tables by make man.
_kanbao_commands=(
	'import:put files or folders into the archive'
	'parse:print what a file is taken for, as interchange JSON; store nothing'
	'reparse:read stored sources again with the parser as it is; show what changes, then ask'
	'date:give an issue its date; references lead on to it'
	'remove:take a story or an issue out, with its source'
	'doubts:print what the parser was unsure of'
	'list:print the issues, newest first; or those of a day in all years; or articles as you marked them'
	'show:print an article as it is set on the screen'
	'export:print issues, all of them, those named, or what a search finds of them, as interchange JSON Lines or for people'
	'search:print what a query finds, newest first: reference, headline and sentence'
	'stats:print years, most frequent reporters and labels of each paper, or the gaps in its numbers'
	'check:check the archive: the file, the texts, the index; say what mends it'
	'optimize:merge the index and pack the texts: search faster, the archive smaller'
	'publish:make what the archive holds the newest generation of a published one, for many to read'
	'backup:copy the archive to a file, checked, also while somebody imports'
	'restore:make the archive from its backup, or from a published one'
	'term:print a test card, and what is found of this terminal'
	'help:print this help, or that of a command or a topic: actions, options, queries, references'
)
_kanbao_settings=( ambiguous=auto ambiguous=1 ambiguous=2 ambiguous=safe language=auto language=zh language=en measure= columns= breaking=strict breaking=gb hanging=yes hanging=no theme=none theme=paper theme=night theme=contrast colors=auto colors=truecolor colors=256 colors=16 colors=mono clipboard=auto clipboard=osc52 clipboard=off mouse=yes mouse=no welcome=yes welcome=no restricted=yes restricted=no network=yes network=no )
_kanbao_flags() {
	case $1 in
	import) echo '--help --paper --date --year --page --edition --dry-run --json' ;;
	parse) echo '--help --paper --date --year --page --edition' ;;
	reparse) echo '--help --yes' ;;
	date) echo '--help' ;;
	remove) echo '--help --yes' ;;
	doubts) echo '--help --json' ;;
	list) echo '--help --today --day --starred --noted --tag --unread --json' ;;
	show) echo '--help --width --apart' ;;
	export) echo '--help --format --from --to --starred --noted --tag --search --output' ;;
	search) echo '--help --from --to --paper --limit --count --json' ;;
	stats) echo '--help --missing --paper --limit --json' ;;
	check) echo '--help' ;;
	optimize) echo '--help --index' ;;
	publish) echo '--help' ;;
	backup) echo '--help --replace' ;;
	restore) echo '--help --replace' ;;
	term) echo '--help' ;;
	help) echo '--help' ;;
	esac
}
_kanbao() {
	local i command=
	for ((i = 2; i < CURRENT; i++)); do
		if (( ${_kanbao_commands[(I)${words[i]}:*]} )); then
			command=${words[i]}
			break
		fi
	done
	case ${words[CURRENT-1]} in
	-o) compadd -- $_kanbao_settings; return ;;
	-a) _files; return ;;
	--lang) compadd zh en; return ;;
	esac
	if [[ ${words[CURRENT]} == -* ]]; then
		if [[ -n $command ]]; then
			compadd -- $(_kanbao_flags $command) -a -o
		else
			compadd -- -a -o --lang --help --version
		fi
	elif [[ -z $command ]]; then
		_describe command _kanbao_commands
		_files
	elif [[ $command == help ]]; then
		_describe command _kanbao_commands
		compadd actions options queries references
	else
		_files
	fi
}
if [ "$funcstack[1]" = _kanbao ]; then
	_kanbao "$@"
else
	compdef _kanbao kanbao
fi
