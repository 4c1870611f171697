#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The user's code enters the runtime by visits (runtime/worker_seat.c says why): each function of
# the API begins with GRI_VISIT, but for those that touch nothing of a worker.
# Usage: check_visits.sh [source directory]

set -u
cd "${1:-.}/runtime" || exit 1
exempt='gr_code_name gr_dead_reason_name gr_error_fini gr_future_is_done gr_future_descriptor
    gr_log_set_sink gr_log_set_level gr_node_stop gr_node_name gr_node_get_stats
    gr_machine_state_name gr_stub_ref_unpack'

awk -v exempt=" $(echo $exempt) " '
    /^[a-z].*[ *]gr_[a-z_]*\(/ && !/;/ {
        name = $0
        sub(/\(.*/, "", name)
        sub(/.*[ *]/, "", name)
        begins = 1
    }
    begins && /;$/ { begins = 0 }
    begins && /^{/ {
        n_checked++
        begins = 0
        getline
        if ($0 !~ /^ *GRI_VISIT;/ && !index(exempt, " " name " ")) {
            print FILENAME ": " name " does not begin with GRI_VISIT"
            failed = 1
        }
    }
    END {
        if (n_checked < 40) {
            print "only " n_checked " functions of the API were found"
            failed = 1
        }
        exit failed
    }' ./*.c
