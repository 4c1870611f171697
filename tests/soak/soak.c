/* SPDX-License-Identifier: MIT */
/* The soak's main process: threads that make calls of all kinds and count how they end, a fault
 * every half second or so, and figures in the last line. Its exit status says whether they are
 * good. */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "soak.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { IS_WATCHED = 1 }; /* a sanitizer makes all of it slower */
#else
enum { IS_WATCHED = 0 };
#endif

enum {
    THREADS = 4,
    BATCH = 8,
    BURST = 40,
    CALLS_A_SECOND = IS_WATCHED ? 80 : 834,
    FIRST_OK_MS = IS_WATCHED ? 6000 : 2000,
    OK_PERCENT = 80,
    BRIEF_OK_PERCENT = 50,
    WARM_S = 20,
    SAMPLES_MAX = 4096
};

static struct {
    gr_node *node;
    struct soak_faults faults;
    atomic_bool is_over;
    atomic_uint_fast64_t sent, ended[GR_APPLICATION + 1], oneways, mixed_up;
    atomic_uint_fast64_t first_ok_ns; /* the longest after a restart */
} soak;

/* ---- calls ---- */

static contract_player some_player(uint64_t *seed, uint32_t *out_node)
{
    char name[32];
    contract_player player = { { 0, 0, 0 } };
    *out_node = (uint32_t)(soak_draw(seed) % SOAK_NODES);
    (void)snprintf(name, sizeof(name), "%s/p%u", soak_names[*out_node],
                   (unsigned)(soak_draw(seed) % SOAK_PLAYERS));
    gr_ignore(contract_player_named(soak.node, name, &player)); /* a zero ref is refused */
    return player;
}

/* Most do nothing; some sleep, ask a player of another node, or fail. */
static contract_job some_job(uint64_t *seed, char *next, size_t cap, uint32_t node)
{
    static const uint8_t load[2000];
    uint64_t what = soak_draw(seed) % 100;
    contract_job job = { .ticket = (uint32_t)soak_draw(seed), .next = next };
    next[0] = '\0';
    if (what < 10) {
        job.sleep_ms = 1 + (uint32_t)(soak_draw(seed) % 3);
    } else if (what < 20) {
        (void)snprintf(next, cap, "%s/p%u", soak_names[(node + 1) % SOAK_NODES],
                       (unsigned)(soak_draw(seed) % SOAK_PLAYERS));
    } else if (what < 22) {
        job.returns = (uint32_t)(GR_APPLICATION + soak_draw(seed) % 10);
    } else if (what < 30) {
        job.load = (ProtobufCBinaryData){ soak_draw(seed) % sizeof(load), (uint8_t *)load };
    }
    return job;
}

/* Whoever fails at once would else fail a million times a second. */
static void breathe(gr_code code)
{
    struct timespec pause = { 0, code == GR_OK ? 100000 : 5000000 };
    nanosleep(&pause, NULL);
}

static void note_first_ok(uint32_t node, uint64_t sent_ns)
{
    struct soak_child *child = &soak.faults.children[node];
    uint64_t ready_ns = atomic_load(&child->ready_ns);
    if (node == 0 || ready_ns == 0 || sent_ns < ready_ns ||
        !atomic_compare_exchange_strong(&child->ready_ns, &ready_ns, 0)) {
        return;
    }
    uint64_t took_ns = soak_now_ns() - ready_ns;
    uint_fast64_t longest_ns = atomic_load(&soak.first_ok_ns);
    while (took_ns > longest_ns &&
           !atomic_compare_exchange_weak(&soak.first_ok_ns, &longest_ns, took_ns)) {
    }
}

static void count_end(gr_code code, const contract_done *done, uint32_t ticket)
{
    atomic_fetch_add(&soak.ended[code < GR_APPLICATION ? code : GR_APPLICATION], 1);
    if ((code == GR_OK) != (done != NULL) || (done != NULL && done->ticket != ticket)) {
        atomic_fetch_add(&soak.mixed_up, 1);
    }
}

static gr_call_options some_options(uint64_t *seed)
{
    return (gr_call_options){ .timeout_ms = 50 + (uint32_t)(soak_draw(seed) % 450) };
}

static gr_code call_sync(uint64_t *seed)
{
    char next[32];
    uint32_t node;
    contract_done *done = NULL;
    uint64_t began_ns = soak_now_ns();
    contract_player to = some_player(seed, &node);
    const contract_job job = some_job(seed, next, sizeof(next), node);
    const gr_call_options options = some_options(seed);
    atomic_fetch_add(&soak.sent, 1);
    gr_code code = soak_draw(seed) % 4 == 0
                       ? contract_player_wait_sync(to, &job, &options, &done, NULL)
                       : contract_player_ask_sync(to, &job, &options, &done, NULL);
    count_end(code, done, job.ticket);
    gr_free(done);
    if (code == GR_OK) {
        note_first_ok(node, began_ns);
    }
    return code;
}

/* Several at once, to one player; a burst is more than its mailbox takes. */
static gr_code call_async(uint64_t *seed, uint32_t n)
{
    char next[32];
    uint32_t node;
    uint32_t tickets[BURST];
    contract_player_oldest_future futures[BURST];
    contract_player to = some_player(seed, &node);
    gr_code last = GR_OK;
    for (uint32_t i = 0; i < n; i++) {
        futures[i].future = NULL;
    }
    for (uint32_t i = 0; i < n && last != GR_UNAVAILABLE; i++) {
        const contract_job job = some_job(seed, next, sizeof(next), node);
        const gr_call_options options = some_options(seed);
        tickets[i] = job.ticket;
        atomic_fetch_add(&soak.sent, 1);
        gr_code code = contract_player_oldest_async(to, &job, &options, &futures[i]);
        if (code != GR_OK) {
            count_end(code, NULL, 0);
            last = code;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        contract_done *done = NULL;
        if (futures[i].future == NULL) {
            continue;
        }
        if (soak_draw(seed) % 64 == 0) {
            gr_future_cancel(futures[i].future);
        }
        last = contract_player_oldest_await(&futures[i], &done, NULL);
        count_end(last, done, tickets[i]);
        gr_free(done);
    }
    return last;
}

static gr_code send_oneway(uint64_t *seed)
{
    uint32_t node;
    const contract_job job = { .ticket = 1 };
    const gr_oneway_options options = { .timeout_ms = 200 };
    atomic_fetch_add(&soak.oneways, 1);
    return contract_player_post_oneway(some_player(seed, &node), &job, &options);
}

static void *work(void *arg)
{
    uint64_t seed = (uint64_t)(uintptr_t)arg;
    while (!atomic_load(&soak.is_over)) {
        uint64_t what = soak_draw(&seed) % 200;
        breathe(what < 100   ? call_sync(&seed)
                : what < 179 ? call_async(&seed, 1 + (uint32_t)(soak_draw(&seed) % BATCH))
                : what < 180 ? call_async(&seed, BURST)
                             : send_oneway(&seed));
    }
    return NULL;
}

/* ---- memory ---- */

static uint64_t resident_bytes(pid_t pid)
{
    char path[64];
    unsigned long pages = 0;
    (void)snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL || fscanf(file, "%*s %lu", &pages) != 1) {
        pages = 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* Of the process that has most. The children are new ones again and again. */
static uint64_t most_resident_bytes(void)
{
    uint64_t most = resident_bytes(getpid());
    for (uint32_t i = 1; i < SOAK_NODES; i++) {
        uint64_t its = resident_bytes(soak.faults.children[i].pid);
        most = its > most ? its : most;
    }
    return most;
}

/* The most in a part of the samples. */
static uint64_t peak(const uint64_t *samples, uint32_t from, uint32_t to)
{
    uint64_t most = 0;
    for (uint32_t i = from; i < to; i++) {
        most = samples[i] > most ? samples[i] : most;
    }
    return most;
}

/* ---- the run ---- */

static bool open_all(const char *program)
{
    char name[32];
    char *url = NULL;
    soak.faults.program = program;
    bool is_good = soak_node_open("front", &soak.node) == GR_OK;
    (void)snprintf(soak.faults.front_url[0], sizeof(soak.faults.front_url[0]),
                   "ipc://greenroom-soak-%d-front.sock", (int)getpid());
    (void)snprintf(soak.faults.children[1].url, sizeof(soak.faults.children[1].url),
                   "ipc://greenroom-soak-%d-left.sock", (int)getpid());
    is_good = is_good && gr_node_listen(soak.node, soak.faults.front_url[0], NULL) == GR_OK &&
              gr_node_listen(soak.node, "tcp://127.0.0.1:0", &url) == GR_OK;
    if (is_good) {
        (void)snprintf(soak.faults.front_url[1], sizeof(soak.faults.front_url[1]), "%s", url);
        gr_free(url);
    }
    for (uint32_t i = 0; i < SOAK_NODES && is_good; i++) {
        (void)snprintf(name, sizeof(name), "%s/keeper", soak_names[i]);
        is_good = contract_player_named(soak.node, name, &soak.faults.keepers[i]) == GR_OK &&
                  (i == 0 || soak_start(&soak.faults, i));
    }
    return is_good;
}

/* Faults, and samples of the memory, until the time is over. */
static bool do_harm(uint32_t seconds, uint64_t *samples, uint32_t *out_n)
{
    uint64_t seed = 1;
    bool is_good = true;
    uint32_t n = 0;
    uint64_t until_ns = soak_now_ns() + seconds * UINT64_C(1000000000);
    while (soak_now_ns() < until_ns && is_good) {
        struct timespec pause = { 0, (long)(300 + soak_draw(&seed) % 400) * 1000000 };
        nanosleep(&pause, NULL);
        is_good = soak_harm(&soak.faults, &seed);
        if (n < SAMPLES_MAX) {
            samples[n++] = most_resident_bytes();
        }
    }
    *out_n = n;
    return is_good;
}

static uint64_t total_ended(void)
{
    uint64_t n = 0;
    for (size_t i = 0; i <= GR_APPLICATION; i++) {
        n += atomic_load(&soak.ended[i]);
    }
    return n;
}

static void print_codes(void)
{
    for (gr_code code = 0; code <= GR_APPLICATION; code++) {
        uint64_t n = atomic_load(&soak.ended[code]);
        if (n != 0) {
            printf("  %-20s %10" PRIu64 "\n", gr_code_name(code), n);
        }
    }
}

static bool report(uint32_t seconds, const uint64_t *samples, uint32_t n)
{
    uint64_t sent = atomic_load(&soak.sent);
    uint64_t ended = total_ended();
    uint64_t ok = atomic_load(&soak.ended[GR_OK]);
    uint64_t early = peak(samples, 0, n / 2 + 1);
    uint64_t late = peak(samples, n - n / 4, n);
    const struct soak_faults *faults = &soak.faults;
    uint64_t first_ns = atomic_load(&soak.first_ok_ns);
    uint64_t first_ms =
        (first_ns > faults->longest_silent_ns ? first_ns : faults->longest_silent_ns) / 1000000;
    /* In a few seconds one slow restart weighs much; before it is warm, and where a sanitizer keeps
     * what was freed, memory grows. */
    bool is_brief = IS_WATCHED || seconds < WARM_S;
    bool is_flat = is_brief || late <= early + early / 8 + (4 << 20);
    bool is_good = sent == ended && atomic_load(&soak.mixed_up) == 0 &&
                   sent >= (uint64_t)CALLS_A_SECOND * seconds &&
                   ok * 100 >= sent * (is_brief ? BRIEF_OK_PERCENT : OK_PERCENT) &&
                   faults->n >= (is_brief ? seconds / 2 : seconds) && first_ms <= FIRST_OK_MS &&
                   is_flat;
    print_codes();
    printf("%s: %u s, %" PRIu64 " calls sent = %" PRIu64 " ended, %" PRIu64
           " of them wrongly; %.1f %% OK; %" PRIu64 " oneways; %" PRIu64 " faults: %" PRIu64
           " kills, %" PRIu64 " pauses, %" PRIu64 " cuts, %" PRIu64 " stops; first OK %" PRIu64
           " ms after a restart at most; memory %.1f, then %.1f MiB\n",
           is_good ? "good" : "BAD", seconds, sent, ended, (uint64_t)atomic_load(&soak.mixed_up),
           sent == 0 ? 0.0 : 100.0 * (double)ok / (double)sent,
           (uint64_t)atomic_load(&soak.oneways), faults->n, faults->killed, faults->paused,
           faults->cut, faults->stopped, first_ms, (double)early / 1048576.0,
           (double)late / 1048576.0);
    return is_good;
}

static void drop_line(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    (void)line;
}

static int run(const char *program, uint32_t seconds)
{
    static uint64_t samples[SAMPLES_MAX];
    uint32_t n = 0;
    pthread_t threads[THREADS];
    gr_log_set_sink(drop_line, NULL);
    if (!open_all(program)) {
        fputs("soak: the nodes could not be started\n", stderr);
        return EXIT_FAILURE;
    }
    for (uintptr_t i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, work, (void *)(i + 1)) != 0) {
            return EXIT_FAILURE;
        }
    }
    bool is_good = do_harm(seconds, samples, &n);
    atomic_store(&soak.is_over, true);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    if (!is_good) {
        fputs("soak: a child did not come back\n", stderr);
    }
    if (!soak_end(&soak.faults)) {
        fputs("soak: a child did not end well\n", stderr);
        is_good = false;
    }
    if (gr_node_destroy(soak.node, NULL) != GR_OK) {
        fputs("soak: the node does not end\n", stderr);
        is_good = false;
    }
    return report(seconds, samples, n) && is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc > 1 && strcmp(argv[1], "--node") == 0) {
        return soak_node_main(argc, argv);
    }
    unsigned long seconds = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    if (argc != 3 || strcmp(argv[1], "--seconds") != 0 || seconds == 0 || seconds > 1000000) {
        puts("usage: soak --seconds N");
        return 2;
    }
    return run(argv[0], (uint32_t)seconds);
}
