/* SPDX-License-Identifier: MIT */
/* The layer over CUnit, and the fixture around each test: counting hooks under gri_malloc, a count
 * of the open descriptors. main() runs here; the checks are called on any thread. */
#include "suite.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include "alloc.h"

static struct {
    pthread_mutex_t lock; /* CUnit is not made for threads */
    atomic_size_t live;
    atomic_size_t until_failure; /* 0: none to come */
    atomic_bool failed;
    size_t live_before;
    size_t descriptors_before;
} suite = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool is_to_fail(void)
{
    size_t left = atomic_load(&suite.until_failure);
    while (left > 0) {
        if (atomic_compare_exchange_weak(&suite.until_failure, &left, left - 1)) {
            break;
        }
    }
    return left == 1;
}

static void *counting_alloc(size_t n, void *arg)
{
    (void)arg;
    if (is_to_fail()) {
        atomic_store(&suite.failed, true);
        return NULL;
    }
    void *p = malloc(n);
    if (p != NULL) {
        atomic_fetch_add(&suite.live, 1);
    }
    return p;
}

static void counting_release(void *p, void *arg)
{
    (void)arg;
    atomic_fetch_sub(&suite.live, 1);
    free(p);
}

size_t suite_live_allocations(void)
{
    return atomic_load(&suite.live);
}

void suite_fail_allocation(size_t nth)
{
    atomic_store(&suite.failed, false);
    atomic_store(&suite.until_failure, nth);
}

bool suite_allocation_failed(void)
{
    return atomic_load(&suite.failed);
}

static size_t open_descriptors(void)
{
    size_t n = 0;
    DIR *dir = opendir("/proc/self/fd");
    if (dir == NULL) {
        return 0; /* nothing to count on this system */
    }
    while (readdir(dir) != NULL) {
        n++;
    }
    closedir(dir);
    return n;
}

static void before_test(void)
{
    suite_fail_allocation(0);
    suite.live_before = suite_live_allocations();
    suite.descriptors_before = open_descriptors();
}

static void after_test(void)
{
    suite_fail_allocation(0);
    CHECK_UINT(suite_live_allocations(), suite.live_before);
    size_t descriptors = open_descriptors();
    if (descriptors > suite.descriptors_before) {
        CHECK_UINT(descriptors, suite.descriptors_before);
    }
}

static bool add_tests(const char *name, const struct suite_test *tests, size_t n)
{
    CU_pSuite cu = CU_add_suite_with_setup_and_teardown(name, NULL, NULL, before_test, after_test);
    if (cu == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (CU_add_test(cu, tests[i].name, tests[i].run) == NULL) {
            return false;
        }
    }
    return true;
}

int suite_run(const char *name, void (*prepare)(void), const struct suite_test *tests, size_t n)
{
    int status = EXIT_FAILURE;
    setvbuf(stdout, NULL, _IOLBF, 0); /* a crash must not swallow which test it was in */
    gri_alloc_set_hooks(counting_alloc, counting_release, NULL);
    if (prepare != NULL) {
        prepare();
    }
    if (CU_initialize_registry() != CUE_SUCCESS || !add_tests(name, tests, n)) {
        fprintf(stderr, "suite %s: %s\n", name, CU_get_error_msg());
        goto out;
    }
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_ErrorCode code = CU_basic_run_tests();
    if (code == CUE_SUCCESS && CU_get_number_of_failure_records() == 0) {
        status = EXIT_SUCCESS;
    }
out:
    CU_cleanup_registry();
    return status;
}

bool suite_check(bool holds, const char *file, int line, const char *text)
{
    pthread_mutex_lock(&suite.lock);
    CU_assertImplementation(holds, (unsigned)line, text, file, "", CU_FALSE);
    pthread_mutex_unlock(&suite.lock);
    return holds;
}

bool suite_check_code(gr_code got, gr_code wanted, const char *file, int line, const char *text)
{
    char told[512];
    snprintf(told, sizeof told, "%s: %s (%d), wanted %s (%d)", text, gr_code_name(got), (int)got,
             gr_code_name(wanted), (int)wanted);
    return suite_check(got == wanted, file, line, told);
}

bool suite_check_uint(uint64_t got, uint64_t wanted, const char *file, int line, const char *text)
{
    char told[512];
    snprintf(told, sizeof told, "%s: %" PRIu64 ", wanted %" PRIu64, text, got, wanted);
    return suite_check(got == wanted, file, line, told);
}

bool suite_check_str(const char *got, const char *wanted, const char *file, int line,
                     const char *text)
{
    char told[1024];
    bool same = got == wanted || (got != NULL && wanted != NULL && strcmp(got, wanted) == 0);
    snprintf(told, sizeof told, "%s: \"%.400s\", wanted \"%.400s\"", text,
             got != NULL ? got : "(null)", wanted != NULL ? wanted : "(null)");
    return suite_check(same, file, line, told);
}
