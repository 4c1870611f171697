#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What one operation costs, counted rather than timed. Valgrind's callgrind does a benchmark's work
# twice, with fewer and with more operations: the difference, divided, is what one costs, without
# what was set up. Which executed instructions are atomic or a system call, and which are the first
# of malloc() and the like, is read from the objects. Then perf counts what the kernel sees of two
# runs at full speed.
# Usage: costs.sh <directory of the programs> <directory to work in> [program...]
# Prints two tables, and writes their rows, as JSON, to <directory to work in>/rows.

set -eu
if [ $# -lt 2 ] || [ ! -d "$1" ]; then
    echo "usage: $0 <programs> <work> [program...]" >&2
    exit 2
fi
programs=$1
work=$2
shift 2
wanted=" $* "

# program | row of it | operations of the runs that are counted | and of those at full speed
rows()
{
    cat <<'ROWS'
oneway|counting|20000 60000|100000 1100000
sync|sync call|10000 30000|100000 1100000
ring|ring of 100, a hop|20000 60000|100000 1100000
spawn|spawn, message, stop|6000 18000|100000 1100000
skynet|skynet of 1,000,000, a leaf|10000 100000|100000 1000000
machine|transition of a machine|20000 60000|100000 1100000
timer|timer set and cancelled|10000 30000|100000 1100000
remote_oneway|oneways, ipc|20000 60000|100000 1100000
remote_sync|call, ipc, 1 caller|500 1500|2000 12000
remote_sync|calls, ipc, 64 callers|6400 19200|64000 384000
ROWS
}

# --- counted runs --------------------------------------------------------------------------------

# Which instructions of an object count as what: lines "<object> <address> <column>".
mark()
{
    {
        nm -D --defined-only "$1" || true
        objdump -d --no-show-raw-insn "$1"
    } 2>/dev/null | awk -v object="$1" '
        function column_of(name) {
            sub(/@.*/, "", name)
            if (name ~ /^(malloc|calloc|realloc|aligned_alloc|posix_memalign)$/) {
                return "allocs"
            }
            if (name ~ /^pthread_(mutex_(lock|trylock|timedlock)|rwlock_(rdlock|wrlock))$/) {
                return "locks"
            }
            return name == "clock_gettime" ? "clocks" : ""
        }
        NF == 3 && $2 ~ /^[TWi]$/ {
            column = column_of($3)
            sub(/^0+/, "", $1)
            if (column != "" && !seen[$1]++) {  # names of one function
                print object, "0x" $1, column
            }
        }
        $1 ~ /^[0-9a-f]+:$/ {
            at = "0x" substr($1, 1, length($1) - 1)
            if ($2 == "lock" || ($2 ~ /^xchg/ && /\(/)) {
                print object, at, "atomics"
            } else if ($2 == "syscall") {
                print object, at, "syscalls"
            }
        }'
}

marks_of()
{
    sed -n 's/^ob=\//\//p' "$@" | sort -u | while read -r object; do
        marks=$work/marks.$(echo "$object" | tr '/' '_')
        [ -e "$marks" ] || mark "$object" >"$marks"
        cat "$marks"
    done
}

# What callgrind saw: lines "<process> <column> <count>", a process being "here" or "there".
sum_up()
{
    marks_of "$@" >"$work/marks"
    awk '
        FNR == NR { columns[$1, $2] = columns[$1, $2] " " $3; next }
        /^cmd:/ { process = "here" }
        /^cmd:.* --serve / { process = "there" }
        /^cmd:.* --floor / { process = "" }
        /^ob=/ { object = substr($0, 4) }
        /^fn=/ {
            routine = substr($0, 4)
            if (sub(/^0x.*/, "", routine)) { # it has no name
                routine = object
                sub(/.*\//, "", routine)
            }
            sub(/[@\047 ].*/, "", routine)
        }
        /^calls=/ { called = 1 }        # its next line is the sum of what was called
        !/^0x/ || process == "" { next }
        called { called = 0; next }
        {
            sum[process, "in:" routine] += $2
            sum[process, "instrs"] += $2
            sum[process, "data"] += $3 + $4
            sum[process, "missed"] += $6 + $7
            sum[process, "missed_last"] += $9 + $10
            sum[process, "mispredicts"] += $12 + $14
            n = split(columns[object, $1], column, " ")
            for (i = 1; i <= n; i++) {
                sum[process, column[i]] += $2
            }
        }
        END {
            for (key in sum) {
                split(key, part, SUBSEP)
                # Valgrind has clocks read by a system call.
                print part[1], part[2], sum[key] - (part[2] == "syscalls") * sum[part[1], "clocks"]
            }
        }' "$work/marks" "$@"
}

# run_counted <program> <row> <operations>. The caches are always these, lest counts depend on the
# machine: 48 KiB, and behind it 2 MiB.
run_counted()
{
    rm -f "$work"/run.*
    valgrind --tool=callgrind --trace-children=yes --dump-instr=yes --dump-line=no \
        --compress-pos=no --compress-strings=no --cache-sim=yes --branch-sim=yes \
        --I1=32768,8,64 --D1=49152,12,64 --LL=2097152,16,64 \
        --callgrind-out-file="$work/run.%p" "$programs/bench_$1" --only "$2" "$3" \
        >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        exit 1
    }
    sum_up "$work"/run.*
}

# --- runs at full speed --------------------------------------------------------------------------

# run_watched <program> <row> <operations>: the same lines, of all processes together; none where
# perf may not or, of the processor's own counters, cannot.
run_watched()
{
    LC_ALL=C perf stat -x '|' -o "$work/perf" \
        -e task-clock,raw_syscalls:sys_enter,context-switches,page-faults \
        -e instructions,cycles,cache-misses \
        "$programs/bench_$1" --only "$2" "$3" >"$work/log" 2>&1 || return 0
    awk -F '|' '
        BEGIN {
            names["task-clock"] = "cpu_ns"; names["raw_syscalls:sys_enter"] = "syscalls"
            names["context-switches"] = "switches"; names["page-faults"] = "faults"
        }
        $1 ~ /^[0-9.]+$/ {
            sub(/:u$/, "", $3)
            print "all", ($3 in names ? names[$3] : $3), $1 * ($2 == "msec" ? 1000000 : 1)
        }' "$work/perf"
}

# --- tables --------------------------------------------------------------------------------------

# divide <fewer> <more> <file> <file>: what each operation adds.
divide()
{
    awk -v n="$(($2 - $1))" '
        FNR == NR { fewer[$1, $2] = $3; next }
        { print $1, $2, ($3 - fewer[$1, $2]) / n }' "$3" "$4"
}

# each <how> <program> <row> <fewer> <more>: lines "<process> <column> <count an operation>".
each()
{
    "$1" "$2" "$3" "$4" >"$work/fewer"
    "$1" "$2" "$3" "$5" >"$work/more"
    divide "$4" "$5" "$work/fewer" "$work/more"
}

# print_rows <row> <how> <columns>: of each process in the input a line of the table, and one of JSON.
print_rows()
{
    awk -v row="$1" -v how="$2" -v columns="$3" -v json="$work/rows" '
        { value[$1, $2] = $3; processes[$1] = 1 }
        function print_one(process,    name, text, i, n, column, count) {
            name = row (process == "all" || !("there" in processes) ? "" : ", " process)
            text = sprintf("{\"work\":\"%s\",\"how\":\"%s\"", name, how)
            printf "%-34s", name
            n = split(columns, column, " ")
            for (i = 1; i <= n; i++) {
                if ((process, column[i]) in value) {
                    count = value[process, column[i]]
                    count = count > -0.0005 && count < 0.0005 ? 0 : count
                    printf " %11.*f", count < 100 ? 3 : count < 10000 ? 1 : 0, count
                    text = text sprintf(",\"%s\":%.4g", column[i], count)
                } else {
                    printf " %11s", "-"
                }
            }
            printf "\n"
            print text "}" >>json
        }
        END {
            if ("here" in processes) print_one("here")
            if ("there" in processes) print_one("there")
            if ("all" in processes) print_one("all")
        }'
}

# print_where <row>: in which functions most instructions of each process are.
print_where()
{
    sed -n 's/ in:/ /p' | sort -k1,1 -k3,3gr | awk -v row="$1" '
        $1 != process { process = $1; n = 0 }
        n++ < 12 && $3 >= 1 {
            if (n == 1) {
                printf "%s%s, %s:", (NR == 1 ? "" : "\n"), row, process
            }
            printf " %s %.0f", $2, $3
        }
        END { printf NR == 0 ? "" : "\n" }'
}

# table <counted or watched> <columns>
table()
{
    printf '%-34s' "an operation"
    # shellcheck disable=SC2086 # columns are words
    printf ' %11s' $2
    echo
    rows | while IFS='|' read -r program row counted watched; do
        case $wanted in
        "  " | *" $program "*) ;;
        *) continue ;;
        esac
        operations=$counted
        [ "$1" = counted ] || operations=$watched
        each "run_$1" "$program" "$row" "${operations% *}" "${operations#* }" >"$work/each"
        print_rows "$row" "$1" "$2" <"$work/each"
        print_where "$row" <"$work/each" >>"$work/where"
    done
}

mkdir -p "$work"
rm -f "$work"/*
echo "counted, in a simulation of one processor (caches of 48 KiB and 2 MiB)"
table counted "instrs data allocs atomics locks clocks syscalls missed missed_last mispredicts"
echo
echo "instructions by function"
cat "$work/where"
echo
echo "at full speed, all threads and processes together"
table watched "cpu_ns syscalls switches faults instructions cycles cache-misses"
grep -q '"cycles"' "$work/rows" || echo "(this machine has no counters of instructions, cycles and cache misses)"
