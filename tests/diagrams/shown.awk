# SPDX-License-Identifier: MIT
#
# What a picture shows, in mermaid (in a page of Markdown) or for Graphviz: for check_diagrams.sh.
# Prints lines like those of expected.awk, and "?" before each that it does not know.

# What is between the first quotes of the line, without escapes.
function in_quotes(line)
{
    match(line, /"([^"\\]|\\.)*"/)
    line = substr(line, RSTART + 1, RLENGTH - 2)
    gsub(/\\n/, ", ", line)
    gsub(/\\/, "", line)
    return line
}

# A state inside of the boxes that are open, with the groups that its label names.
function state(name, shown,    i, others, n)
{
    print "state " name
    for (i = 1; i <= depth; i++) {
        print "in " boxes[i] " " name
    }
    if (shown != name && (index(shown, name " (") != 1 || shown !~ /\)$/)) {
        print "? the label " shown
    }
    n = split(substr(shown, length(name) + 3, length(shown) - length(name) - 3), others, ", ")
    for (i = 1; i <= n; i++) {
        print "in " others[i] " " name
    }
}

function arrow(from, to, shown)
{
    if (from == "*") {
        print "initial " to
    } else if (to == "*") {
        print "end " from
    } else {
        print "arrow " from " " to (shown == "" ? "" : " " shown)
    }
}

# A name in mermaid.
function plain(name)
{
    if (name == "[*]") {
        return "*"
    }
    return name ~ /^s_/ ? substr(name, 3) : "?" name
}

/^```mermaid$/ { is_mermaid = 1; next }
/^digraph / { is_dot = 1; next }
is_mermaid && /^```$/ { is_mermaid = 0; if (depth != 0) print "? a box is open"; next }
is_dot && /^}$/ { is_dot = 0; if (depth != 0) print "? a box is open"; next }
!is_mermaid && !is_dot || /^$/ || /^stateDiagram-v2$/ { next }
/^ *}$/ { depth--; next }

is_mermaid && /^ *state "[^"]*" as g_[a-z0-9_]+ {$/ {
    boxes[++depth] = in_quotes($0)
    if ($(NF - 1) != "g_" boxes[depth]) print "? " $0
    next
}
is_mermaid && /^ *state "[^"]*" as s_[a-z0-9_]+$/ { state(plain($NF), in_quotes($0)); next }
is_mermaid && / --> / {
    shown = $0
    sub(/^[^:]*( : )?/, "", shown)
    gsub(/\\/, "", shown)
    arrow(plain($1), plain($3), shown)
    next
}

is_dot && /^ *(node|edge|graph) \[.*\];$/ || /^ *"\*" \[shape=point.*\];$/ || /^ *label=/ { next }
is_dot && /^ *subgraph "cluster_[a-z0-9_]+" {$/ {
    boxes[++depth] = substr(in_quotes($0), length("cluster_") + 1)
    next
}
is_dot && / -> / {
    shown = /\[label=/ ? in_quotes(substr($0, index($0, "[label=") + 7)) : ""
    from = in_quotes($0)
    arrow(from, in_quotes(substr($0, index($0, "->"))), shown)
    next
}
is_dot && /^ *"[a-z0-9_]+"( \[.*\])?;$/ {
    name = in_quotes($0)
    state(name, /\[label=/ ? in_quotes(substr($0, index($0, "[label=") + 7)) : name)
    if (/peripheries=2/) print "end " name
    next
}
{ print "? " $0 }
