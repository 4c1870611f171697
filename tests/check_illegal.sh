#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What a machine's schema does not allow does not compile, by the user's plain options and by all of
# the compilers. illegal/bad/x.c must fail as its comment expects, and with nothing else: whatever
# more a compiler says of it is about the same place. illegal/good/x.c, which differs in one line, has
# no warning, links, and runs.
#
# Settings, by environment:
#   CCS        compilers, by blanks
#   CPPFLAGS   folders of the headers and of what is generated from illegal/gate.proto
#   LIBS       what programs are linked with
#   WORK       a folder to work in
set -u

here=$(cd "$(dirname "$0")" && pwd)/illegal
: "${CCS:?compilers}" "${CPPFLAGS:?}" "${LIBS:?}" "${WORK:?a folder to work in}"
export LC_ALL=C # plain quotes in what compilers say
rm -rf "$WORK"
mkdir -p "$WORK" || exit 2
failures=0
n=0

fail()
{
    failures=$((failures + 1))
    echo "FAILED: $*"
}

# check_twins <name>: in one line, and in nothing else
check_twins()
{
    [ -f "$here/good/$1.c" ] || { fail "good/$1.c is missing"; return; }
    diff "$here/bad/$1.c" "$here/good/$1.c" >"$WORK/diff"
    [ "$(grep -c '^<' "$WORK/diff") $(grep -c '^>' "$WORK/diff")" = "1 1" ] ||
        fail "bad/$1.c and good/$1.c differ in more than a line, or not at all"
}

# check_bad <compiler> <name>
check_bad()
{
    expected=$(sed -n 's/^ \* expect: \(.*\) \*\/$/\1/p' "$here/bad/$2.c")
    [ -n "$expected" ] || { fail "bad/$2.c does not say what it expects"; return; }
    # shellcheck disable=SC2086 # words are wanted
    if "$1" $CPPFLAGS -c -o "$WORK/$2.o" "$here/bad/$2.c" 2>"$WORK/said"; then
        fail "$1 takes bad/$2.c"
    fi
    # FILE:LINE:COLUMN: error: TEXT
    sed -n 's/^[^ ]*\/\([a-z_]*\.[ch]:[0-9]*:[0-9]*: error: .*\)/\1/p' "$WORK/said" >"$WORK/errors"
    places=$(cut -d: -f1-3 "$WORK/errors" | sort -u | wc -l)
    if [ "$places" -ne 1 ] || ! head -n 1 "$WORK/errors" | grep -Eq ": error: .*$expected" ||
        grep -q 'warning: ' "$WORK/said"; then
        fail "$1 is to say of bad/$2.c, once: $expected; it says:"
        cat "$WORK/said"
    fi
}

# check_good <compiler> <name>
check_good()
{
    # shellcheck disable=SC2086 # words are wanted
    if ! "$1" $CPPFLAGS -c -o "$WORK/$2.o" "$here/good/$2.c" >"$WORK/said" 2>&1 ||
        [ -s "$WORK/said" ]; then
        fail "$1 does not take good/$2.c:"
        cat "$WORK/said"
    elif ! "$1" -o "$WORK/$2" "$WORK/$2.o" $LIBS >"$WORK/said" 2>&1; then
        fail "good/$2.c does not link:"
        cat "$WORK/said"
    else
        timeout 30 "$WORK/$2" || fail "good/$2.c, by $1, ends with $?"
    fi
}

for file in "$here"/bad/*.c; do
    name=$(basename "$file" .c)
    check_twins "$name"
    for cc in $CCS; do
        n=$((n + 1))
        check_bad "$cc" "$name"
        check_good "$cc" "$name"
    done
done
for file in "$here"/good/*.c; do
    [ -f "$here/bad/$(basename "$file")" ] || fail "bad/$(basename "$file") is missing"
done
[ "$n" -gt 0 ] || fail "nothing was checked"
echo "$n compilations, $failures failures"
[ "$failures" -eq 0 ]
