# SPDX-License-Identifier: MIT
#
# Joins the rows of all rounds of all systems, a line each, as bench/peers.sh writes them: for each
# work the median of a system's rounds, and how many times Greenroom's it takes, by the median of the
# rounds' ratios, since those of a round had the same machine. Of a rate the ratio is turned round,
# so that above 1 always means that Greenroom is ahead. With as=json a row of JSON for each, with
# as=table one table, of Markdown.

# The value of a key of a row.
function value(key,    at, rest) {
    at = index($0, "\"" key "\":")
    if (at == 0) {
        return ""
    }
    rest = substr($0, at + length(key) + 3)
    if (substr(rest, 1, 1) == "\"") {
        rest = substr(rest, 2)
        return substr(rest, 1, index(rest, "\"") - 1)
    }
    sub(/[,}].*$/, "", rest)
    return rest
}

# The k-th of the numbers in a list with blanks between them, from 0; the median for k < 0.
function ranked(list, k,    n, i, j, swap, all) {
    n = split(list, all, " ")
    for (i = 2; i <= n; i++) {
        for (j = i; j > 1 && all[j - 1] + 0 > all[j] + 0; j--) {
            swap = all[j]; all[j] = all[j - 1]; all[j - 1] = swap
        }
    }
    return k >= 0 ? all[k + 1] : (all[int((n + 1) / 2)] + all[int(n / 2) + 1]) / 2
}

function digits(x) {
    return sprintf(x < 10 ? "%.2f" : x < 1000 ? "%.1f" : "%.0f", x)
}

# How many times Greenroom's a system's work takes; "" where either is missing.
function ratio(who, work,    round, base, own, of_rounds) {
    for (round = 1; round <= rounds; round++) {
        base = median["Greenroom", work, round]
        own = median[who, work, round]
        if (base > 0 && own > 0) {
            of_rounds = of_rounds " " (better[work] == "more" ? base / own : own / base)
        }
    }
    return of_rounds == "" ? "" : ranked(of_rounds, -1)
}

function cell(who, work,    times) {
    if (!((who, work) in all)) {
        return "-"
    }
    times = who == "Greenroom" ? "" : ratio(who, work)
    return digits(ranked(all[who, work], -1)) (times == "" ? "" : " (" digits(times) ")")
}

function print_json(    w, s, list, n, times, parts) {
    for (w = 1; w <= n_works; w++) {
        for (s = 1; s <= n_systems; s++) {
            if (!((systems[s], works[w]) in all)) {
                continue
            }
            list = all[systems[s], works[w]]
            n = split(list, parts, " ")
            printf "{\"work\":\"%s\",\"system\":\"%s\",\"version\":\"%s\",\"unit\":\"%s\",\"better\":\"%s\"," \
                "\"rounds\":%d,\"min\":%.4g,\"median\":%.4g,\"max\":%.4g",
                works[w], systems[s], version[systems[s]], unit[works[w]], better[works[w]], n,
                ranked(list, 0), ranked(list, -1), ranked(list, n - 1)
            times = ratio(systems[s], works[w])
            printf "%s}\n", times == "" ? "" : sprintf(",\"ratio\":%.4g", times)
        }
    }
}

function print_line(first, second, cells,    s) {
    printf "| %-42s | %-5s |", first, second
    for (s = 1; s <= n_systems; s++) {
        printf " %-*s |", width[s], cells[s]
    }
    printf "\n"
}

function print_table(    w, s, texts, line, peers) {
    for (s = 1; s <= n_systems; s++) {
        texts[0, s] = systems[s] " " version[systems[s]]
        width[s] = length(texts[0, s])
        for (w = 1; w <= n_works; w++) {
            texts[w, s] = cell(systems[s], works[w])
            width[s] = length(texts[w, s]) > width[s] ? length(texts[w, s]) : width[s]
        }
    }
    for (w = 0; w <= n_works; w++) {
        peers = w == 0
        for (s = 1; s <= n_systems; s++) {
            line[s] = texts[w, s]
            peers += systems[s] != "Greenroom" && line[s] != "-"
        }
        if (peers) {
            print_line(w == 0 ? "work" : works[w], w == 0 ? "unit" : unit[works[w]], line)
        }
        if (w == 0) {
            for (s = 1; s <= n_systems; s++) {
                line[s] = "---"
            }
            print_line("---", "---", line)
        }
    }
}

{
    work = value("work"); who = value("system"); round = value("round") + 0
    if (!(work in unit)) {
        works[++n_works] = work
    }
    unit[work] = value("unit"); better[work] = value("better")
    if (!(who in version)) {
        systems[++n_systems] = who
    }
    version[who] = value("version")
    rounds = round > rounds ? round : rounds
    median[who, work, round] = value("median") + 0
    all[who, work] = all[who, work] " " value("median")
}
END {
    if (as == "json") {
        print_json()
    } else {
        print_table()
    }
}
