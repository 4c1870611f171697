#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Tests protoc-gen-greenroom as its users meet it: through protoc, file by file.
#
#   golden/x.proto   must become exactly x.gr.h and x.gr.c beside it, which clang-format leaves as
#                    they are and compilers take without a warning
#   bad/x.proto      must be refused with exactly the lines of x.expected (x.txtpb: a request that
#                    protoc itself would not make, as text)
#   bad/ok/          what the bad ones import
#
# Settings, by environment, beside those of protoc.sh:
#   RUNTIME                      folder of greenroom/stub.h
#   CCS CXXS                     compilers, by blanks; may be empty
#   CFLAGS                       for these, such as protobuf-c's include folder
#   CLANG_FORMAT                 may be empty: the format is not checked then
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/protoc.sh
. "$here/protoc.sh"
: "${RUNTIME:=$here/../runtime/include}" "${CCS:=cc}" "${CXXS:=c++}" "${CFLAGS:=}" "${CLANG_FORMAT:=}"
warnings='-Wall -Wextra -Wshadow -Wundef -Werror'
c_warnings='-Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror=incompatible-pointer-types'

golden_names()
{
    (cd "$here/golden" && find . -name '*.proto' | sed 's|^\./||; s|\.proto$||' | sort)
}

make_goldens()
{
    mkdir -p "$1"
    for name in $(golden_names); do
        run_protoc "$here/golden" "--c_out=$1" "--greenroom_out=$1" "$name.proto" ||
            fail "protoc does not take golden/$name.proto"
    done
    run_protoc "$here/golden" "--c_out=$1" greenroom/ref.proto greenroom/notices.proto \
        greenroom/machine.proto google/protobuf/empty.proto \
        google/protobuf/timestamp.proto || fail "protoc does not take the imported files"
}

check_goldens()
{
    make_goldens "$WORK/golden"
    make_goldens "$WORK/again"
    for name in $(golden_names); do
        for suffix in gr.h gr.c; do
            compare "$here/golden/$name.$suffix" "$WORK/golden/$name.$suffix" \
                "golden/$name.$suffix differs"
            cmp -s "$WORK/golden/$name.$suffix" "$WORK/again/$name.$suffix" ||
                fail "golden/$name.$suffix differs from run to run"
        done
    done
    if grep -rn "$WORK\|$here" "$WORK/golden" --include='*.gr.[ch]'; then
        fail "generated code holds the names of folders"
    fi
}

# check_format <folder> <names of files, as a pattern>
check_format()
{
    if [ -z "$CLANG_FORMAT" ]; then
        echo "skipped: format (no clang-format)"
        return
    fi
    # The style by value: the files may lie anywhere. InsertBraces is unknown to older versions.
    style="{ $(grep -v '^InsertBraces' "$here/../.clang-format" | sed '$!s/$/,/' | tr '\n' ' ') }"
    # shellcheck disable=SC2044 # our own names, without blanks
    for file in $(find "$1" -name "$2"); do
        "$CLANG_FORMAT" "-style=$style" "$file" | diff -u "$file" - ||
            fail "clang-format changes $file"
    done
}

# compile <command of a compiler> <language> <file> <more flags>
compile()
{
    compiler=$1 language=$2 file=$3
    shift 3
    # shellcheck disable=SC2086 # flags are words
    $compiler $warnings $CFLAGS "$@" "-I$WORK/golden" "-I$RUNTIME" -x "$language" -c \
        -o "$WORK/object.o" "$file" || fail "$compiler does not take $file as $language"
}

check_compilers()
{
    for name in $(golden_names); do
        for cc in $CCS; do
            # shellcheck disable=SC2086
            compile "$cc" c "$WORK/golden/$name.gr.c" -std=c11 $c_warnings
        done
        # protobuf-c's own header is no C++ where methods are called like keywords of C++.
        [ "$name" != keywords ] || continue
        echo "#include \"$name.gr.h\"" >"$WORK/header.cc"
        for cxx in $CXXS; do
            compile "$cxx" c++ "$WORK/header.cc" -std=c++17
        done
    done
}

# misuse <what the compiler must name>: C on standard input that must not compile
misuse()
{
    { echo '#include "garden.gr.h"'; echo '#include "imports/more.gr.h"'; cat; } >"$WORK/misuse.c"
    for cc in $CCS; do
        # shellcheck disable=SC2086 # flags are words
        if $cc -std=c11 $CFLAGS -Werror=incompatible-pointer-types "-I$WORK/golden" "-I$RUNTIME" \
            -c -o "$WORK/object.o" "$WORK/misuse.c" >"$WORK/said" 2>&1; then
            fail "$cc takes what misuses $1"
        fi
        grep -q "error: .*$1" "$WORK/said" || fail "$cc does not name $1"
    done
}

check_misuse()
{
    misuse on_update_resource <<'END'
struct garden_manager_self { int n; };
gr_code on_access_resources(struct garden_manager_self *, gr_context *, garden_resources *);
const garden_manager_type type = GARDEN_MANAGER_TYPE(on_, GARDEN_MANAGER_NO_HOOKS);
END
    misuse 'incompatible' <<'END'
struct garden_manager_self { int n; };
gr_code on_access_resources(struct garden_manager_self *, gr_context *, garden_event *);
gr_code on_update_resource(struct garden_manager_self *, gr_context *, const garden_event *);
const garden_manager_type type = GARDEN_MANAGER_TYPE(on_, GARDEN_MANAGER_NO_HOOKS);
END
    misuse 'incompatible type' <<'END'
gr_code call(plants_more_scale scale, garden_event *event)
{
    return garden_manager_update_resource_oneway(scale, event, NULL);
}
END
}

# misuse_of_lamp <what the compiler must name> <body of default>: a machine that must not compile,
# also where implicit declarations are no warning
misuse_of_lamp()
{
    what=$1 body=$2
    CFLAGS="$CFLAGS -Wno-implicit-function-declaration" misuse "$what" <<END
#include "flower.gr.h"
struct garden_lamp_self { int n; };
static garden_lamp_dark_next in_dark(struct garden_lamp_self *self, garden_lamp_dark_in in)
{
    return garden_lamp_dark_to_switch(in);
}
static garden_lamp_switch_next in_switch(struct garden_lamp_self *self, garden_lamp_switch_in in)
{
    return garden_lamp_switch_stay(in);
}
static void in_switch_exit(struct garden_lamp_self *self, gr_context *ctx) {}
static void in_new_enter(struct garden_lamp_self *self, gr_context *ctx) {}
static void in_new_exit(struct garden_lamp_self *self, gr_context *ctx) {}
static gr_code on_press(struct garden_lamp_self *self, gr_context *ctx) { return GR_OK; }
static gr_code in_default_timeout(struct garden_lamp_self *self, gr_context *ctx)
{
    return garden_lamp_default_timeout_to_dark(ctx);
}
$body
const garden_lamp_type type = GARDEN_LAMP_TYPE(on_, in_, GARDEN_LAMP_NO_HOOKS);
END
}

check_machine_misuse()
{
    head='garden_lamp_default_next in_default(struct garden_lamp_self *self, garden_lamp_default_in in)'
    misuse_of_lamp in_default ''
    good="$head { return garden_lamp_default_stay(in); }"
    misuse_of_lamp garden_lamp_press_to_dark "$good
gr_code press(gr_context *ctx) { return garden_lamp_press_to_dark(ctx); }"
    misuse_of_lamp garden_lamp_default_to_switch "$head { return garden_lamp_default_to_switch(in); }"
    misuse_of_lamp 'incompatible type' "$head
{
    return garden_lamp_default_to_dark((garden_lamp_switch_in){ 0 });
}"
    misuse_of_lamp garden_lamp_switch_next "$head
{
    return garden_lamp_switch_stay((garden_lamp_switch_in){ 0 });
}"
}

# What a machine of a usual size costs, and that its code only hands on.
check_size()
{
    lines=$("$here/count_code.sh" "$WORK/golden/wire.gr.h" "$WORK/golden/wire.gr.c")
    [ "$lines" -le 700 ] || fail "golden/wire is $lines lines of code"
    branches=$(find "$WORK/golden" "$RUNTIME/greenroom/stub_source.h" -name '*.gr.[ch]' -o \
        -name stub_source.h | xargs "$here/count_code.sh" -b)
    [ -z "$branches" ] || fail "stubs branch or loop: $branches"
}

# What protoc said, without what belongs to protoc: its warnings and the plugin's name.
only_errors()
{
    sed '/: warning: /d; s/^--greenroom_out: *//; /^$/d' "$1"
}

check_bad()
{
    mkdir -p "$WORK/bad"
    for file in "$here"/bad/*.proto; do
        name=$(basename "$file" .proto)
        if (cd "$WORK" && run_protoc "$here/bad" "-I$here/bad/ok" --greenroom_out=bad \
                "$name.proto") >"$WORK/said" 2>&1; then
            fail "bad/$name.proto is not refused"
        fi
        only_errors "$WORK/said" >"$WORK/errors"
        compare "$here/bad/$name.expected" "$WORK/errors" "bad/$name.proto is refused otherwise"
    done
}

# codec encode|decode <message>
codec()
{
    run_protoc "$here/bad" "--$1=google.protobuf.compiler.$2" google/protobuf/compiler/plugin.proto
}

check_requests()
{
    for file in "$here"/bad/*.txtpb; do
        name=$(basename "$file" .txtpb)
        if ! codec encode CodeGeneratorRequest <"$file" >"$WORK/request" ||
            ! "$PLUGIN" <"$WORK/request" >"$WORK/response" ||
            ! codec decode CodeGeneratorResponse <"$WORK/response" >"$WORK/errors"; then
            fail "bad/$name.txtpb is no request"
        fi
        compare "$here/bad/$name.expected" "$WORK/errors" "bad/$name.txtpb is refused otherwise"
    done
    if echo nonsense | "$PLUGIN" >"$WORK/response" 2>"$WORK/said"; then
        fail "nonsense is taken for a request"
    fi
}

check_parameters()
{
    if (cd "$WORK" && run_protoc "$here/golden" --greenroom_out=bad --greenroom_opt=fast \
            garden.proto) >"$WORK/said" 2>&1; then
        fail "an unknown parameter is taken"
    fi
    grep -q 'error: unknown parameter "fast"' "$WORK/said" || fail "an unknown parameter: no error"
    if (cd "$WORK" && run_protoc "$here/golden" --greenroom_out=bad \
            --greenroom_opt=skeleton=nowhere/at/all garden.proto) >"$WORK/said" 2>&1; then
        fail "a skeleton is written to no folder"
    fi
    grep -q 'cannot write nowhere/at/all/garden_manager.c' "$WORK/said" ||
        fail "it is not said that a skeleton cannot be written"
}

skeleton()
{
    run_protoc "$here/golden" "--greenroom_out=$WORK/bad" "--greenroom_opt=skeleton=$WORK/skeleton" \
        "$1.proto" >"$WORK/said" 2>&1 || fail "protoc makes no skeleton of golden/$1.proto"
}

check_skeletons()
{
    mkdir -p "$WORK/skeleton"
    for name in garden args empty_both keywords nowhere flower wire long_machine; do
        skeleton "$name"
        grep -q "wrote $WORK/skeleton/" "$WORK/said" || fail "it is not said what was written"
    done
    for file in "$WORK"/skeleton/*.c; do
        for cc in $CCS; do
            # shellcheck disable=SC2086
            compile "$cc" c "$file" -std=c11 $c_warnings
        done
    done
    check_format "$WORK/skeleton" '*.c'
    echo "mine" >"$WORK/skeleton/garden_manager.c"
    skeleton garden
    grep -q "exists and is left" "$WORK/said" || fail "it is not said that a file was left alone"
    [ "$(cat "$WORK/skeleton/garden_manager.c")" = mine ] || fail "a skeleton was overwritten"
}

check_goldens
check_format "$WORK/golden" '*.gr.[ch]'
check_compilers
check_misuse
check_machine_misuse
check_size
check_bad
check_requests
check_parameters
check_skeletons
[ "$failures" -eq 0 ] || { echo "$failures failed"; exit 1; }
echo "the generator passes"
