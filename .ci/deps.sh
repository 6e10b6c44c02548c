#!/bin/sh
# Installs what is missing, after naming it: deps.sh run|check|lint|fuzz|kiosk|bench|all…
# apt does it on Debian and Ubuntu; for other systems the packages are named,
# untried, and the person installs them. Needs nothing but a shell.
set -eu

# GROUP  COMMAND or HEADER looked for  apt | dnf | pacman | apk | brew
table() {
	cat <<'END'
run   gcc                       gcc|gcc|gcc|gcc|gcc
run   /usr/include/stdlib.h     libc6-dev|glibc-devel|glibc|musl-dev|-
run   curses.h                  libncurses-dev|ncurses-devel|ncurses|ncurses-dev|ncurses
run   sqlite3.h                 libsqlite3-dev|sqlite-devel|sqlite|sqlite-dev|sqlite
run   unistr.h                  libunistring-dev|libunistring-devel|libunistring|libunistring-dev|libunistring
run   jansson.h                 libjansson-dev|jansson-devel|jansson|jansson-dev|jansson
run   zstd.h                    libzstd-dev|libzstd-devel|zstd|zstd-dev|zstd
run   nettle/sha2.h             nettle-dev|nettle-devel|nettle|nettle-dev|nettle
run   archive.h                 libarchive-dev|libarchive-devel|libarchive|libarchive-dev|libarchive
run   /usr/include/libxml2/libxml/parser.h  libxml2-dev|libxml2-devel|libxml2|libxml2-dev|-
run   msgfmt                    gettext|gettext|gettext|gettext-dev|gettext
check cmocka.h                  libcmocka-dev|libcmocka-devel|cmocka|cmocka-dev|cmocka
check vterm.h                   libvterm-dev|libvterm-devel|libvterm|libvterm-dev|libvterm
check /usr/share/unicode/LineBreak.txt  unicode-data|unicode-ucd|unicode-character-database|unicode-character-database|-
check python3                   python3|python3|python|python3|python3
check tmux                      tmux|tmux|tmux|tmux|tmux
check screen                    screen|screen|screen|screen|screen
check Xvfb                      xvfb|xorg-x11-server-Xvfb|xorg-server-xvfb|xvfb|-
check xterm                     xterm|xterm|xterm|xterm|-
check pdftohtml                 poppler-utils|poppler-utils|poppler|poppler-utils|poppler
check /usr/share/poppler/cidToUnicode/Adobe-GB1  poppler-data|poppler-data|poppler-data|poppler-data|poppler
check less                      less|less|less|less|less
check zsh                       zsh|zsh|zsh|zsh|zsh
check fish                      fish|fish|fish|fish|fish
check localedef                 libc-bin|glibc-locale-source|glibc|-|-
check /usr/share/i18n/charmaps/GBK.gz  locales|glibc-locale-source|glibc|-|-
check strace                    strace|strace|strace|strace|-
check ssh                       openssh-client|openssh-clients|openssh|openssh-client|-
check ssh-keygen                openssh-client|openssh-clients|openssh|openssh-keygen|-
check /usr/sbin/sshd            openssh-server|openssh-server|-|openssh-server|-
check ip                        iproute2|iproute|iproute2|iproute2|-
kiosk python3                   python3|python3|python|python3|python3
kiosk ssh                       openssh-client|openssh-clients|openssh|openssh-client|-
kiosk ssh-keygen                openssh-client|openssh-clients|openssh|openssh-keygen|-
kiosk /usr/sbin/sshd            openssh-server|openssh-server|-|openssh-server|-
kiosk ip                        iproute2|iproute|iproute2|iproute2|-
kiosk newuidmap                 uidmap|shadow-utils|shadow|shadow-uidmap|-
bench taskset                   util-linux|util-linux|util-linux|util-linux-misc|-
bench groonga                   groonga-bin|groonga|-|-|groonga
bench newsboat                  newsboat|newsboat|newsboat|newsboat|newsboat
bench rg                        ripgrep|ripgrep|ripgrep|ripgrep|ripgrep
bench /usr/lib/python3/dist-packages/xapian  python3-xapian|python3-xapian|python-xapian|py3-xapian|-
fuzz  clang-14                  clang-14|clang|clang|clang|llvm
fuzz  libclang_rt               libclang-rt-14-dev|compiler-rt|compiler-rt|compiler-rt|-
lint  clang-14                  clang-14|clang|clang|clang|llvm
lint  clang-format-14           clang-format-14|clang-tools-extra|clang|clang-extra-tools|clang-format
lint  clang-tidy-14             clang-tidy-14|clang-tools-extra|clang|clang-extra-tools|llvm
lint  cppcheck                  cppcheck|cppcheck|cppcheck|cppcheck|cppcheck
lint  ctags                     universal-ctags|ctags|ctags|ctags|universal-ctags
lint  mandoc                    mandoc|mandoc|mandoc|mandoc|mandoc
lint  shellcheck                shellcheck|ShellCheck|shellcheck|shellcheck|shellcheck
END
}

here() { # is COMMAND or HEADER there?
	case $1 in
	libclang_rt) set -- /usr/lib/llvm-14/lib/clang/*/lib/linux/libclang_rt.fuzzer*
		[ -e "$1" ] ;;
	/*) [ -e "$1" ] ;;
	*.h) for dir in /usr/include /usr/include/*-linux-* /usr/local/include /opt/homebrew/include; do
			[ -e "$dir/$1" ] && return 0
		done
		return 1 ;;
	*) command -v "$1" >/dev/null 2>&1 ;;
	esac
}

missing() { # packages of the groups $2… in column $1 that aren't there
	column=$1
	shift
	table | while read -r group what packages; do
		case " $* " in
		*" $group "* | *" all "*) ;;
		*) continue ;;
		esac
		here "$what" && continue
		package=$(printf '%s\n' "$packages" | cut -d'|' -f"$column")
		[ "$package" = - ] || printf '%s\n' "$package"
	done | sort -u | tr '\n' ' '
}

by_hand() { # COLUMN COMMAND GROUP…: names the packages; the person does it
	column=$1
	command=$2
	shift 2
	list=$(missing "$column" "$@")
	[ -z "$list" ] && exit 0
	echo "missing, by names nobody has tried on this system: $list"
	echo "type: $command $list"
	exit 1
}

apt() {
	list=$(missing 1 "$@")
	[ -z "$list" ] && exit 0
	echo "missing packages: $list"
	as=
	if [ "$(id -u)" -ne 0 ]; then
		as=sudo
		# without a terminal sudo can't ask for a password
		if ! command -v sudo >/dev/null 2>&1 || { [ ! -t 0 ] && ! sudo -n true 2>/dev/null; }; then
			echo "no right to install them; type as root: apt-get update && apt-get install -y $list" >&2
			exit 1
		fi
	fi

	# sshd is wanted for tests: it shall not begin to serve here
	case " $list " in *" openssh-server "*)
		if ! [ -e /usr/sbin/policy-rc.d ]; then
			quiet=1
			printf '#!/bin/sh\nexit 101\n' | $as tee /usr/sbin/policy-rc.d >/dev/null
			$as chmod +x /usr/sbin/policy-rc.d
		fi ;;
	esac
	$as apt-get -q update || echo "apt-get update failed; trying with the lists that are here" >&2
	# shellcheck disable=SC2086 # a list of names
	$as env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $list || status=$?
	if [ -n "${quiet:-}" ]; then
		$as rm -f /usr/sbin/policy-rc.d
		if command -v systemctl >/dev/null 2>&1; then
			$as systemctl disable ssh.service 2>/dev/null || true
		fi
		echo "sshd is there for tests; its service was left off"
	fi
	exit "${status:-0}"
}

[ $# -gt 0 ] || set -- all
if command -v apt-get >/dev/null 2>&1; then
	apt "$@"
elif command -v dnf >/dev/null 2>&1; then
	by_hand 2 'dnf install' "$@"
elif command -v pacman >/dev/null 2>&1; then
	by_hand 3 'pacman -S' "$@"
elif command -v apk >/dev/null 2>&1; then
	by_hand 4 'apk add' "$@"
elif command -v brew >/dev/null 2>&1; then
	by_hand 5 'brew install' "$@"
else
	by_hand 1 'install these (names of Debian):' "$@"
fi
