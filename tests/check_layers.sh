#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Who may include what:
#   runtime/        a module of LAYERS: public headers, itself, and modules listed before it
#   examples/ and   only <greenroom/...>, generated headers (x.gr.h, x.pb-c.h), and headers beside
#   actors/         them
#   nng             transport.c alone (and its test, and the floor of it)
#   public headers  each compiles alone, as C11 and (where there is a C++ compiler) as C++
# Usage: check_layers.sh [root]     CC, CXX, CPPFLAGS: compilers, include folders of generated headers

set -u
root=${1:-$(dirname "$0")/..}
cd "$root" || exit 2
failed=0

complain()
{
    echo "$1" >&2
    failed=1
}

# Lines "file:line header" of each #include "header" and #include <header> in the files given.
quoted_includes()
{
    awk '/^[ \t]*#[ \t]*include[ \t]*"/ { split($0, part, "\""); print FILENAME ":" FNR, part[2] }' "$@"
}

system_includes()
{
    awk '/^[ \t]*#[ \t]*include[ \t]*</ { split($0, part, /[<>]/); print FILENAME ":" FNR, part[2] }' "$@"
}

# The module of runtime/LAYERS that a file belongs to: env_real.c is env's.
check_runtime()
{
    for file in runtime/*.[ch]; do
        [ -f "$file" ] && quoted_includes "$file"
    done | awk '
        FILENAME == "runtime/LAYERS" { split($0, part, ":"); rank[part[1]] = FNR; next }
        function module(file,    name) {
            name = file
            sub(/^.*\//, "", name); sub(/\..*$/, "", name)
            while (!(name in rank) && sub(/_[^_]*$/, "", name)) { }
            return name
        }
        $2 ~ /^greenroom\// || $2 ~ /\.pb-c\.h$/ { next }
        {
            file = $1; sub(/:[0-9]+$/, "", file)
            from = module(file); to = module($2)
            if (!(from in rank)) {
                print file ": no module of runtime/LAYERS; add a line for it"
            } else if (!(to in rank)) {
                print $1 ": " $2 " belongs to no module of runtime/LAYERS"
            } else if (rank[to] > rank[from]) {
                print $1 ": " from " may not include " $2 ": " to " is above it in runtime/LAYERS"
            }
        }' runtime/LAYERS - | sort -u
}

check_listed()
{
    for file in runtime/*.[ch]; do
        name=$(basename "$file" | sed 's/\..*//')
        while ! grep -q "^$name:" runtime/LAYERS; do
            case $name in
            *_*) name=${name%_*} ;;
            *) echo "$file: no module of runtime/LAYERS; add a line for it"; break ;;
            esac
        done
    done
}

check_nng()
{
    find runtime gen examples actors bench -name '*.[ch]' 2>/dev/null |
    while read -r file; do
        system_includes "$file"; quoted_includes "$file"
    done | awk '$2 ~ /^nng\// && $1 !~ /^(runtime\/transport|bench\/floor\/stream)\.c:/ {
        print $1 ": only runtime/transport.c and a floor may include nng" }'
}

check_applications()
{
    find examples actors -name '*.[ch]' 2>/dev/null | while read -r file; do
        { system_includes "$file" | sed 's/ / </'; quoted_includes "$file"; } |
        while read -r where header; do
            case $header in
            '<greenroom/'*) ;;
            '<'*/*.h) case $header in
                '<sys/'*|'<arpa/'*|'<netinet/'*) ;;
                *) echo "$where: applications include <greenroom/...> and the C library only" ;;
                esac ;;
            '<'*|*.gr.h|*.pb-c.h) ;;
            *) [ -f "$(dirname "$file")/$header" ] ||
                echo "$where: applications may not include \"$header\"" ;;
            esac
        done
    done
}

check_header_alone()
{
    header=$1
    echo "#include <$header>" >"$scratch/alone.c"
    cp "$scratch/alone.c" "$scratch/alone.cpp"
    ${CC:-cc} -std=c11 -Wall -Wextra -Wstrict-prototypes -Werror -Iruntime/include ${CPPFLAGS:-} \
        -fsyntax-only "$scratch/alone.c" || echo "$header: does not compile alone as C11"
    if command -v "${CXX:-c++}" >/dev/null; then
        ${CXX:-c++} -std=c++11 -Wall -Wextra -Werror -Iruntime/include ${CPPFLAGS:-} \
            -fsyntax-only "$scratch/alone.cpp" || echo "$header: does not compile alone as C++"
    fi
}

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
{
    check_runtime
    check_listed
    check_nng
    check_applications
    for header in runtime/include/greenroom/*.h; do
        check_header_alone "greenroom/$(basename "$header")" 2>&1
    done
} >"$scratch/report"
[ -s "$scratch/report" ] && complain "$(sort -u "$scratch/report")"
exit $failed
