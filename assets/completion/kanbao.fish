# Completion of kanbao for fish; made from its tables by make man.
complete -c kanbao -s a -r -d archive
complete -c kanbao -s o -x -a ' ambiguous=auto ambiguous=1 ambiguous=2 ambiguous=safe language=auto language=zh language=en measure= columns= breaking=strict breaking=gb hanging=yes hanging=no theme=none theme=paper theme=night theme=contrast colors=auto colors=truecolor colors=256 colors=16 colors=mono clipboard=auto clipboard=osc52 clipboard=off mouse=yes mouse=no welcome=yes welcome=no restricted=yes restricted=no network=yes network=no'
complete -c kanbao -l lang -x -a 'zh en'
complete -c kanbao -l help
complete -c kanbao -n __fish_use_subcommand -l version
complete -c kanbao -n __fish_use_subcommand -a import -d 'put files or folders into the archive'
complete -c kanbao -n '__fish_seen_subcommand_from import' -l paper
complete -c kanbao -n '__fish_seen_subcommand_from import' -l date
complete -c kanbao -n '__fish_seen_subcommand_from import' -l year
complete -c kanbao -n '__fish_seen_subcommand_from import' -l page
complete -c kanbao -n '__fish_seen_subcommand_from import' -l edition
complete -c kanbao -n '__fish_seen_subcommand_from import' -l dry-run
complete -c kanbao -n '__fish_seen_subcommand_from import' -l json
complete -c kanbao -n __fish_use_subcommand -a parse -d 'print what a file is taken for, as interchange JSON; store nothing'
complete -c kanbao -n '__fish_seen_subcommand_from parse' -l paper
complete -c kanbao -n '__fish_seen_subcommand_from parse' -l date
complete -c kanbao -n '__fish_seen_subcommand_from parse' -l year
complete -c kanbao -n '__fish_seen_subcommand_from parse' -l page
complete -c kanbao -n '__fish_seen_subcommand_from parse' -l edition
complete -c kanbao -n __fish_use_subcommand -a reparse -d 'read stored sources again with the parser as it is; show what changes, then ask'
complete -c kanbao -n '__fish_seen_subcommand_from reparse' -l yes
complete -c kanbao -n __fish_use_subcommand -a date -d 'give an issue its date; references lead on to it'
complete -c kanbao -n __fish_use_subcommand -a remove -d 'take a story or an issue out, with its source'
complete -c kanbao -n '__fish_seen_subcommand_from remove' -l yes
complete -c kanbao -n __fish_use_subcommand -a doubts -d 'print what the parser was unsure of'
complete -c kanbao -n '__fish_seen_subcommand_from doubts' -l json
complete -c kanbao -n __fish_use_subcommand -a list -d 'print the issues, newest first; or those of a day in all years; or articles as you marked them'
complete -c kanbao -n '__fish_seen_subcommand_from list' -l today
complete -c kanbao -n '__fish_seen_subcommand_from list' -l day
complete -c kanbao -n '__fish_seen_subcommand_from list' -l starred
complete -c kanbao -n '__fish_seen_subcommand_from list' -l noted
complete -c kanbao -n '__fish_seen_subcommand_from list' -l tag
complete -c kanbao -n '__fish_seen_subcommand_from list' -l unread
complete -c kanbao -n '__fish_seen_subcommand_from list' -l json
complete -c kanbao -n __fish_use_subcommand -a show -d 'print an article as it is set on the screen'
complete -c kanbao -n '__fish_seen_subcommand_from show' -l width
complete -c kanbao -n '__fish_seen_subcommand_from show' -l apart
complete -c kanbao -n __fish_use_subcommand -a export -d 'print issues, all of them, those named, or what a search finds of them, as interchange JSON Lines or for people'
complete -c kanbao -n '__fish_seen_subcommand_from export' -l format
complete -c kanbao -n '__fish_seen_subcommand_from export' -l from
complete -c kanbao -n '__fish_seen_subcommand_from export' -l to
complete -c kanbao -n '__fish_seen_subcommand_from export' -l starred
complete -c kanbao -n '__fish_seen_subcommand_from export' -l noted
complete -c kanbao -n '__fish_seen_subcommand_from export' -l tag
complete -c kanbao -n '__fish_seen_subcommand_from export' -l search
complete -c kanbao -n '__fish_seen_subcommand_from export' -l output
complete -c kanbao -n __fish_use_subcommand -a search -d 'print what a query finds, newest first: reference, headline and sentence'
complete -c kanbao -n '__fish_seen_subcommand_from search' -l from
complete -c kanbao -n '__fish_seen_subcommand_from search' -l to
complete -c kanbao -n '__fish_seen_subcommand_from search' -l paper
complete -c kanbao -n '__fish_seen_subcommand_from search' -l limit
complete -c kanbao -n '__fish_seen_subcommand_from search' -l count
complete -c kanbao -n '__fish_seen_subcommand_from search' -l json
complete -c kanbao -n __fish_use_subcommand -a stats -d 'print years, most frequent reporters and labels of each paper, or the gaps in its numbers'
complete -c kanbao -n '__fish_seen_subcommand_from stats' -l missing
complete -c kanbao -n '__fish_seen_subcommand_from stats' -l paper
complete -c kanbao -n '__fish_seen_subcommand_from stats' -l limit
complete -c kanbao -n '__fish_seen_subcommand_from stats' -l json
complete -c kanbao -n __fish_use_subcommand -a check -d 'check the archive: the file, the texts, the index; say what mends it'
complete -c kanbao -n __fish_use_subcommand -a optimize -d 'merge the index and pack the texts: search faster, the archive smaller'
complete -c kanbao -n '__fish_seen_subcommand_from optimize' -l index
complete -c kanbao -n __fish_use_subcommand -a publish -d 'make what the archive holds the newest generation of a published one, for many to read'
complete -c kanbao -n __fish_use_subcommand -a backup -d 'copy the archive to a file, checked, also while somebody imports'
complete -c kanbao -n '__fish_seen_subcommand_from backup' -l replace
complete -c kanbao -n __fish_use_subcommand -a restore -d 'make the archive from its backup, or from a published one'
complete -c kanbao -n '__fish_seen_subcommand_from restore' -l replace
complete -c kanbao -n __fish_use_subcommand -a term -d 'print a test card, and what is found of this terminal'
complete -c kanbao -n __fish_use_subcommand -a help -d 'print this help, or that of a command or a topic: actions, options, queries, references'
complete -c kanbao -n '__fish_seen_subcommand_from help' -x -a 'import parse reparse date remove doubts list show export search stats check optimize publish backup restore term help actions options queries references'
