#!/bin/sh
# usage: embed.sh DIR > schema.h
# Turns the migrations in DIR into C arrays, in order: NNNN-*.sql for the
# archive, state-NNNN.sql for a reader's state.
set -eu
dir=$1

array() { # NAME FILE
	printf 'static const unsigned char %s[] = {' "$1"
	od -An -v -tu1 "$2" | sed 's/\([0-9][0-9]*\)/\1,/g'
	printf '0};\n'
}

list() { # NAME FILE...
	name=$1
	shift
	n=0
	for file; do
		n=$((n + 1))
		array "${name}_$n" "$file"
	done
	printf 'static const unsigned char *const %s[] = {' "$name"
	i=0
	while [ "$i" -lt "$n" ]; do
		i=$((i + 1))
		printf '%s_%d, ' "$name" "$i"
	done
	printf '};\n'
}

echo '/* Made by embed.sh from the migrations. */'
list schema_archive "$dir"/[0-9]*.sql
list schema_state "$dir"/state-[0-9]*.sql
