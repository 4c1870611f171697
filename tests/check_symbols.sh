#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What the libraries carry: no variable data beside the two that are allowed, no export beside
# gr_..., no libstdc++.
# Usage: check_symbols.sh libgreenroom.a libgreenroom.so

set -u
archive=$1
shared=$2
allowed='gri_process gri_worker_on_thread'
failed=0

report()
{
    [ -z "$2" ] && return
    printf '%s:\n%s\n' "$1" "$2" >&2
    failed=1
}

# Sections that a running program writes to: .data, .bss and their thread-local kin, per symbol
# too (.data.x, .bss.x). .data.rel.ro is written once, by the loader.
variables=$(objdump -t "$archive" | awk -v allowed=" $allowed " '
    /:[ \t]+file format/ { member = $1; sub(/:$/, "", member) }
    $1 !~ /^[0-9a-f]+$/ { next }
    {
        n = split($0, column, "\t")
        section = column[1]; sub(/^.* /, "", section)
        name = column[n]; sub(/^[0-9a-f]+ +(\.hidden +)?/, "", name)
    }
    section ~ /^\.data\.rel\.ro/ || name == section { next }
    section ~ /^(\.(data|bss|tdata|tbss)(\..*)?|\*COM\*)$/ && !index(allowed, " " name " ") {
        print "  " member, section, name
    }')
report "$archive has variables at file scope" "$variables"

exports=$(nm -D --defined-only "$shared" | awk '$3 !~ /^gr_[a-z]/ { print "  " $3 }')
report "$shared exports what is not gr_..." "$exports"
[ "$(nm -D --defined-only "$shared" | wc -l)" -gt 0 ] || report "$shared" "  exports nothing"

report "$shared needs" "$(ldd "$shared" | grep -E 'libstdc\+\+|libboost' )"
exit $failed
