# Completion of kanbao for bash; made from its tables by make man.
_kanbao_commands='import parse reparse date remove doubts list show export search stats check optimize publish backup restore term help'
_kanbao_settings=' ambiguous=auto ambiguous=1 ambiguous=2 ambiguous=safe language=auto language=zh language=en measure= columns= breaking=strict breaking=gb hanging=yes hanging=no theme=none theme=paper theme=night theme=contrast colors=auto colors=truecolor colors=256 colors=16 colors=mono clipboard=auto clipboard=osc52 clipboard=off mouse=yes mouse=no welcome=yes welcome=no restricted=yes restricted=no network=yes network=no'
_kanbao_topics='actions options queries references'
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
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} i command=
	local line=${COMP_LINE:0:COMP_POINT}
	local last=${line##* }
	for ((i = 1; i < COMP_CWORD; i++)); do
		case " $_kanbao_commands " in *" ${COMP_WORDS[i]} "*)
			command=${COMP_WORDS[i]}
			break ;;
		esac
	done
	COMPREPLY=()
	case $line in
	*' -o '"$last")
		COMPREPLY=($(compgen -W "$_kanbao_settings" -- "$last"))
		# what stands before = is no part of the word
		case $COMP_WORDBREAKS in *=*)
			case $last in *=*) COMPREPLY=("${COMPREPLY[@]#*=}") ;; esac ;;
		esac
		return ;;
	esac
	case $before in
	--lang) COMPREPLY=($(compgen -W 'zh en' -- "$word")); return ;;
	esac
	case $word in
	-*)
		if [ -n "$command" ]; then
			COMPREPLY=($(compgen -W "$(_kanbao_flags "$command") -a -o" -- "$word"))
		else
			COMPREPLY=($(compgen -W '-a -o --lang --help --version' -- "$word"))
		fi
		return ;;
	esac
	if [ "$command" = help ]; then
		COMPREPLY=($(compgen -W "$_kanbao_commands $_kanbao_topics" -- "$word"))
	elif [ -z "$command" ] && [ "$before" != -a ]; then
		COMPREPLY=($(compgen -W "$_kanbao_commands" -- "$word"))
	fi
}
complete -o default -F _kanbao kanbao
