# SPDX-License-Identifier: MIT
#
# What the picture of a machine must show, read from the schema itself: for check_diagrams.sh. Knows
# as much of the language as the schemas beside it use. Variable: service, whose machine is meant.
# Prints, to be sorted:
#   state S | initial S | end S | in GROUP S | arrow FROM TO LABEL

# Text inside of a block is read as pairs of a name and a value.
function token()
{
    sub(/^[ \n\t]+/, "", text)
    if (!match(text, /^("[^"]*"|[A-Za-z0-9_.]+|.)/)) {
        return ""
    }
    word = substr(text, 1, RLENGTH)
    text = substr(text, RLENGTH + 1)
    return word
}

function unquoted(value)
{
    gsub(/"/, "", value)
    return value
}

# Reads "{ name: value ... }"; lists grow in values[name], by blanks.
function read_block(values,    name, before)
{
    split("", values)
    token()
    for (name = token(); name != "}"; name = token()) {
        token()
        before = values[name]
        values[name] = before (before == "" ? "" : " ") unquoted(token())
    }
}

function read_machine(    name, values)
{
    token()
    for (name = token(); name != "}"; name = token()) {
        if (name == "states") {
            read_block(values)
            states[++n_states] = values["name"]
            to[values["name"]] = values["to"]
            timeout[values["name"]] = values["timeout_ms"]
            on_timeout[values["name"]] = values["on_timeout"]
        } else if (name == "group") {
            read_block(values)
            groups[++n_groups] = values["name"]
            members[values["name"]] = values["members"]
        } else if (name == "timer") {
            read_block(values)
        } else {
            token()
            initial = name == "initial" ? unquoted(token()) : (token() ? initial : initial)
        }
    }
}

function read_method(    name, values)
{
    name = token()
    while (token() != "returns") {
    }
    token()
    token()
    token()
    if (token() != "{") {
        return
    }
    while (token() != "=") {
    }
    read_block(values)
    methods[++n_methods] = name
    accept[name] = values["accept"]
    leads[name] = values["to"]
    token()
    token()
}

# Whether a state is one of the names, or in a group that is.
function is_in(state, names,    list, n, i)
{
    n = split(names, list, " ")
    for (i = 1; i <= n; i++) {
        if (list[i] == state || (list[i] in members && is_in(state, members[list[i]]))) {
            return 1
        }
    }
    return 0
}

function with_commas(number)
{
    while (match(number, /^[0-9][0-9][0-9][0-9]+/)) {
        number = substr(number, 1, RLENGTH - 3) "," substr(number, RLENGTH - 2)
    }
    return number
}

function label(from, target,    i, all)
{
    for (i = 1; i <= n_methods; i++) {
        if (is_in(from, accept[methods[i]]) && is_in(target, leads[methods[i]])) {
            all = all (all == "" ? "" : ", ") methods[i]
        }
    }
    if (timeout[from] != "" && (on_timeout[from] == "" || on_timeout[from] == target)) {
        all = all (all == "" ? "" : ", ") "after " with_commas(timeout[from]) " ms"
    }
    return all == "" ? "" : " " all
}

{
    sub(/\/\/.*/, "")
    text = text $0 "\n"
}

END {
    while ((word = token()) != "" && !(word == "service" && token() == service)) {
    }
    for (word = token(); word != "" && word != "service"; word = token()) {
        if (word == "greenroom.machine") {
            token()
            token()
            read_machine()
        } else if (word == "rpc") {
            read_method()
        }
    }
    print "initial " (initial == "" ? states[1] : initial)
    for (s = 1; s <= n_states; s++) {
        print "state " states[s]
        if (to[states[s]] == "") {
            print "end " states[s]
        }
        for (g = 1; g <= n_groups; g++) {
            if (is_in(states[s], groups[g])) {
                print "in " groups[g] " " states[s]
            }
        }
        for (t = 1; t <= n_states; t++) {
            if (is_in(states[t], to[states[s]])) {
                print "arrow " states[s] " " states[t] label(states[s], states[t])
            }
        }
    }
}
