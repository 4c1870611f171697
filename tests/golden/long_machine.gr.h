/* Made by protoc-gen-greenroom from long_machine.proto. Do not edit. */
#ifndef LONG_MACHINE_GR_H
#define LONG_MACHINE_GR_H

#include "long_machine.pb-c.h"

#include <greenroom/strict.h>
#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "long_machine.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Com__Example__Irrigation__ReasonForWhichItWasStopped
    com_example_irrigation_reason_for_which_it_was_stopped;

/* A com_example_irrigation_supervisor is the address of an actor that serves
 * com.example.irrigation.Supervisor: a value, copied freely. All zero is none. */
typedef struct com_example_irrigation_supervisor {
    gr_ref ref;
} com_example_irrigation_supervisor;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct com_example_irrigation_supervisor_self;

/* Its states, as the schema has them. */
typedef enum com_example_irrigation_supervisor_state {
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_NONE = 0,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WAITING_FOR_PRESSURE_IN_THE_PIPE = 1,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_STOPPED_FOR_A_REASON = 2,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_0 = 3,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_1 = 4,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_2 = 5,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_3 = 6,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_4 = 7,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_5 = 8,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_6 = 9,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_7 = 10,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_8 = 11,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_9 = 12,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_10 = 13,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_11 = 14,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_12 = 15,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_13 = 16,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_14 = 17,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_15 = 18,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_16 = 19,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_17 = 20,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_18 = 21,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_19 = 22,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_20 = 23,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_21 = 24,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_22 = 25,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_23 = 26,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_24 = 27,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_25 = 28,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_26 = 29,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_27 = 30,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_28 = 31,
    COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_WATERING_BED_29 = 32,
} com_example_irrigation_supervisor_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in;
typedef struct com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next;

typedef struct com_example_irrigation_supervisor_stopped_for_a_reason_in {
    gr_context *ctx;
    uint64_t entry;
    const com_example_irrigation_reason_for_which_it_was_stopped *args;
} com_example_irrigation_supervisor_stopped_for_a_reason_in;
typedef struct com_example_irrigation_supervisor_stopped_for_a_reason_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_stopped_for_a_reason_next;

typedef struct com_example_irrigation_supervisor_watering_bed_0_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_0_in;
typedef struct com_example_irrigation_supervisor_watering_bed_0_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_0_next;

typedef struct com_example_irrigation_supervisor_watering_bed_1_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_1_in;
typedef struct com_example_irrigation_supervisor_watering_bed_1_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_1_next;

typedef struct com_example_irrigation_supervisor_watering_bed_2_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_2_in;
typedef struct com_example_irrigation_supervisor_watering_bed_2_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_2_next;

typedef struct com_example_irrigation_supervisor_watering_bed_3_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_3_in;
typedef struct com_example_irrigation_supervisor_watering_bed_3_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_3_next;

typedef struct com_example_irrigation_supervisor_watering_bed_4_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_4_in;
typedef struct com_example_irrigation_supervisor_watering_bed_4_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_4_next;

typedef struct com_example_irrigation_supervisor_watering_bed_5_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_5_in;
typedef struct com_example_irrigation_supervisor_watering_bed_5_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_5_next;

typedef struct com_example_irrigation_supervisor_watering_bed_6_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_6_in;
typedef struct com_example_irrigation_supervisor_watering_bed_6_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_6_next;

typedef struct com_example_irrigation_supervisor_watering_bed_7_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_7_in;
typedef struct com_example_irrigation_supervisor_watering_bed_7_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_7_next;

typedef struct com_example_irrigation_supervisor_watering_bed_8_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_8_in;
typedef struct com_example_irrigation_supervisor_watering_bed_8_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_8_next;

typedef struct com_example_irrigation_supervisor_watering_bed_9_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_9_in;
typedef struct com_example_irrigation_supervisor_watering_bed_9_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_9_next;

typedef struct com_example_irrigation_supervisor_watering_bed_10_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_10_in;
typedef struct com_example_irrigation_supervisor_watering_bed_10_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_10_next;

typedef struct com_example_irrigation_supervisor_watering_bed_11_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_11_in;
typedef struct com_example_irrigation_supervisor_watering_bed_11_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_11_next;

typedef struct com_example_irrigation_supervisor_watering_bed_12_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_12_in;
typedef struct com_example_irrigation_supervisor_watering_bed_12_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_12_next;

typedef struct com_example_irrigation_supervisor_watering_bed_13_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_13_in;
typedef struct com_example_irrigation_supervisor_watering_bed_13_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_13_next;

typedef struct com_example_irrigation_supervisor_watering_bed_14_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_14_in;
typedef struct com_example_irrigation_supervisor_watering_bed_14_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_14_next;

typedef struct com_example_irrigation_supervisor_watering_bed_15_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_15_in;
typedef struct com_example_irrigation_supervisor_watering_bed_15_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_15_next;

typedef struct com_example_irrigation_supervisor_watering_bed_16_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_16_in;
typedef struct com_example_irrigation_supervisor_watering_bed_16_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_16_next;

typedef struct com_example_irrigation_supervisor_watering_bed_17_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_17_in;
typedef struct com_example_irrigation_supervisor_watering_bed_17_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_17_next;

typedef struct com_example_irrigation_supervisor_watering_bed_18_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_18_in;
typedef struct com_example_irrigation_supervisor_watering_bed_18_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_18_next;

typedef struct com_example_irrigation_supervisor_watering_bed_19_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_19_in;
typedef struct com_example_irrigation_supervisor_watering_bed_19_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_19_next;

typedef struct com_example_irrigation_supervisor_watering_bed_20_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_20_in;
typedef struct com_example_irrigation_supervisor_watering_bed_20_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_20_next;

typedef struct com_example_irrigation_supervisor_watering_bed_21_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_21_in;
typedef struct com_example_irrigation_supervisor_watering_bed_21_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_21_next;

typedef struct com_example_irrigation_supervisor_watering_bed_22_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_22_in;
typedef struct com_example_irrigation_supervisor_watering_bed_22_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_22_next;

typedef struct com_example_irrigation_supervisor_watering_bed_23_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_23_in;
typedef struct com_example_irrigation_supervisor_watering_bed_23_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_23_next;

typedef struct com_example_irrigation_supervisor_watering_bed_24_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_24_in;
typedef struct com_example_irrigation_supervisor_watering_bed_24_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_24_next;

typedef struct com_example_irrigation_supervisor_watering_bed_25_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_25_in;
typedef struct com_example_irrigation_supervisor_watering_bed_25_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_25_next;

typedef struct com_example_irrigation_supervisor_watering_bed_26_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_26_in;
typedef struct com_example_irrigation_supervisor_watering_bed_26_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_26_next;

typedef struct com_example_irrigation_supervisor_watering_bed_27_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_27_in;
typedef struct com_example_irrigation_supervisor_watering_bed_27_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_27_next;

typedef struct com_example_irrigation_supervisor_watering_bed_28_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_28_in;
typedef struct com_example_irrigation_supervisor_watering_bed_28_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_28_next;

typedef struct com_example_irrigation_supervisor_watering_bed_29_in {
    gr_context *ctx;
    uint64_t entry;
} com_example_irrigation_supervisor_watering_bed_29_in;
typedef struct com_example_irrigation_supervisor_watering_bed_29_next {
    gr_machine_next next;
} com_example_irrigation_supervisor_watering_bed_29_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct com_example_irrigation_supervisor_states {
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next (
        *waiting_for_pressure_in_the_pipe)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
    com_example_irrigation_supervisor_stopped_for_a_reason_next (*stopped_for_a_reason)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_stopped_for_a_reason_in in);
    com_example_irrigation_supervisor_watering_bed_0_next (*watering_bed_0)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_0_in in);
    com_example_irrigation_supervisor_watering_bed_1_next (*watering_bed_1)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_1_in in);
    com_example_irrigation_supervisor_watering_bed_2_next (*watering_bed_2)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_2_in in);
    com_example_irrigation_supervisor_watering_bed_3_next (*watering_bed_3)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_3_in in);
    com_example_irrigation_supervisor_watering_bed_4_next (*watering_bed_4)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_4_in in);
    com_example_irrigation_supervisor_watering_bed_5_next (*watering_bed_5)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_5_in in);
    com_example_irrigation_supervisor_watering_bed_6_next (*watering_bed_6)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_6_in in);
    com_example_irrigation_supervisor_watering_bed_7_next (*watering_bed_7)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_7_in in);
    com_example_irrigation_supervisor_watering_bed_8_next (*watering_bed_8)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_8_in in);
    com_example_irrigation_supervisor_watering_bed_9_next (*watering_bed_9)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_9_in in);
    com_example_irrigation_supervisor_watering_bed_10_next (*watering_bed_10)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_10_in in);
    com_example_irrigation_supervisor_watering_bed_11_next (*watering_bed_11)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_11_in in);
    com_example_irrigation_supervisor_watering_bed_12_next (*watering_bed_12)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_12_in in);
    com_example_irrigation_supervisor_watering_bed_13_next (*watering_bed_13)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_13_in in);
    com_example_irrigation_supervisor_watering_bed_14_next (*watering_bed_14)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_14_in in);
    com_example_irrigation_supervisor_watering_bed_15_next (*watering_bed_15)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_15_in in);
    com_example_irrigation_supervisor_watering_bed_16_next (*watering_bed_16)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_16_in in);
    com_example_irrigation_supervisor_watering_bed_17_next (*watering_bed_17)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_17_in in);
    com_example_irrigation_supervisor_watering_bed_18_next (*watering_bed_18)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_18_in in);
    com_example_irrigation_supervisor_watering_bed_19_next (*watering_bed_19)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_19_in in);
    com_example_irrigation_supervisor_watering_bed_20_next (*watering_bed_20)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_20_in in);
    com_example_irrigation_supervisor_watering_bed_21_next (*watering_bed_21)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_21_in in);
    com_example_irrigation_supervisor_watering_bed_22_next (*watering_bed_22)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_22_in in);
    com_example_irrigation_supervisor_watering_bed_23_next (*watering_bed_23)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_23_in in);
    com_example_irrigation_supervisor_watering_bed_24_next (*watering_bed_24)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_24_in in);
    com_example_irrigation_supervisor_watering_bed_25_next (*watering_bed_25)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_25_in in);
    com_example_irrigation_supervisor_watering_bed_26_next (*watering_bed_26)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_26_in in);
    com_example_irrigation_supervisor_watering_bed_27_next (*watering_bed_27)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_27_in in);
    com_example_irrigation_supervisor_watering_bed_28_next (*watering_bed_28)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_28_in in);
    com_example_irrigation_supervisor_watering_bed_29_next (*watering_bed_29)(
        struct com_example_irrigation_supervisor_self *self,
        com_example_irrigation_supervisor_watering_bed_29_in in);
    gr_code (*waiting_for_pressure_in_the_pipe_timeout)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    void (*waiting_for_pressure_in_the_pipe_exit)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    void (*watering_enter)(struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    void (*watering_exit)(struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
} com_example_irrigation_supervisor_states;

/* Such a table, of functions that are BODIES and the name here. */
#define COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATES(BODIES)                                           \
    GR_STUB_LIST(BODIES##waiting_for_pressure_in_the_pipe, BODIES##stopped_for_a_reason,           \
                 BODIES##watering_bed_0, BODIES##watering_bed_1, BODIES##watering_bed_2,           \
                 BODIES##watering_bed_3, BODIES##watering_bed_4, BODIES##watering_bed_5,           \
                 BODIES##watering_bed_6, BODIES##watering_bed_7, BODIES##watering_bed_8,           \
                 BODIES##watering_bed_9, BODIES##watering_bed_10, BODIES##watering_bed_11,         \
                 BODIES##watering_bed_12, BODIES##watering_bed_13, BODIES##watering_bed_14,        \
                 BODIES##watering_bed_15, BODIES##watering_bed_16, BODIES##watering_bed_17,        \
                 BODIES##watering_bed_18, BODIES##watering_bed_19, BODIES##watering_bed_20,        \
                 BODIES##watering_bed_21, BODIES##watering_bed_22, BODIES##watering_bed_23,        \
                 BODIES##watering_bed_24, BODIES##watering_bed_25, BODIES##watering_bed_26,        \
                 BODIES##watering_bed_27, BODIES##watering_bed_28, BODIES##watering_bed_29,        \
                 BODIES##waiting_for_pressure_in_the_pipe_timeout,                                 \
                 BODIES##waiting_for_pressure_in_the_pipe_exit, BODIES##watering_enter,            \
                 BODIES##watering_exit)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct com_example_irrigation_supervisor_hooks {
    gr_code (*start)(struct com_example_irrigation_supervisor_self *self, gr_context *ctx,
                     const com_example_irrigation_reason_for_which_it_was_stopped *args);
    void (*stop)(struct com_example_irrigation_supervisor_self *self, gr_context *ctx,
                 gr_code reason);
    gr_code (*on_transition)(struct com_example_irrigation_supervisor_self *self, gr_context *ctx,
                             com_example_irrigation_supervisor_state from,
                             com_example_irrigation_supervisor_state to, const void *args);
} com_example_irrigation_supervisor_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * COM_EXAMPLE_IRRIGATION_SUPERVISOR_TYPE(). */
typedef struct com_example_irrigation_supervisor_type {
    gr_type base;
    gr_code (*measure_the_pressure_in_the_pipe0)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe1)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe2)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe3)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe4)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe5)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe6)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe7)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe8)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe9)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe10)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe11)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe12)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe13)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe14)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe15)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe16)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe17)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe18)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe19)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe20)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe21)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe22)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe23)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe24)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe25)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe26)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe27)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe28)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe29)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe30)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe31)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe32)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe33)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe34)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*measure_the_pressure_in_the_pipe35)(
        struct com_example_irrigation_supervisor_self *self, gr_context *ctx);
    gr_code (*stop)(struct com_example_irrigation_supervisor_self *self, gr_context *ctx,
                    const com_example_irrigation_reason_for_which_it_was_stopped *request,
                    com_example_irrigation_reason_for_which_it_was_stopped *reply);
    com_example_irrigation_supervisor_states states;
    com_example_irrigation_supervisor_hooks hooks;
} com_example_irrigation_supervisor_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const com_example_irrigation_supervisor_type type =
 * COM_EXAMPLE_IRRIGATION_SUPERVISOR_TYPE(on_, in_, COM_EXAMPLE_IRRIGATION_SUPERVISOR_NO_HOOKS); */
#define COM_EXAMPLE_IRRIGATION_SUPERVISOR_TYPE(PREFIX, BODIES, HOOKS)                              \
    GR_STUB_TYPE(                                                                                  \
        com_example_irrigation_supervisor, PREFIX##measure_the_pressure_in_the_pipe0,              \
        PREFIX##measure_the_pressure_in_the_pipe1, PREFIX##measure_the_pressure_in_the_pipe2,      \
        PREFIX##measure_the_pressure_in_the_pipe3, PREFIX##measure_the_pressure_in_the_pipe4,      \
        PREFIX##measure_the_pressure_in_the_pipe5, PREFIX##measure_the_pressure_in_the_pipe6,      \
        PREFIX##measure_the_pressure_in_the_pipe7, PREFIX##measure_the_pressure_in_the_pipe8,      \
        PREFIX##measure_the_pressure_in_the_pipe9, PREFIX##measure_the_pressure_in_the_pipe10,     \
        PREFIX##measure_the_pressure_in_the_pipe11, PREFIX##measure_the_pressure_in_the_pipe12,    \
        PREFIX##measure_the_pressure_in_the_pipe13, PREFIX##measure_the_pressure_in_the_pipe14,    \
        PREFIX##measure_the_pressure_in_the_pipe15, PREFIX##measure_the_pressure_in_the_pipe16,    \
        PREFIX##measure_the_pressure_in_the_pipe17, PREFIX##measure_the_pressure_in_the_pipe18,    \
        PREFIX##measure_the_pressure_in_the_pipe19, PREFIX##measure_the_pressure_in_the_pipe20,    \
        PREFIX##measure_the_pressure_in_the_pipe21, PREFIX##measure_the_pressure_in_the_pipe22,    \
        PREFIX##measure_the_pressure_in_the_pipe23, PREFIX##measure_the_pressure_in_the_pipe24,    \
        PREFIX##measure_the_pressure_in_the_pipe25, PREFIX##measure_the_pressure_in_the_pipe26,    \
        PREFIX##measure_the_pressure_in_the_pipe27, PREFIX##measure_the_pressure_in_the_pipe28,    \
        PREFIX##measure_the_pressure_in_the_pipe29, PREFIX##measure_the_pressure_in_the_pipe30,    \
        PREFIX##measure_the_pressure_in_the_pipe31, PREFIX##measure_the_pressure_in_the_pipe32,    \
        PREFIX##measure_the_pressure_in_the_pipe33, PREFIX##measure_the_pressure_in_the_pipe34,    \
        PREFIX##measure_the_pressure_in_the_pipe35, PREFIX##stop,                                  \
        COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATES(BODIES), HOOKS)

/* Its hooks, as in COM_EXAMPLE_IRRIGATION_SUPERVISOR_HOOKS(.start = start), and none. */
#define COM_EXAMPLE_IRRIGATION_SUPERVISOR_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define COM_EXAMPLE_IRRIGATION_SUPERVISOR_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service com_example_irrigation_supervisor_service;

/* A set of methods, for com_example_irrigation_supervisor_process(). */
typedef struct com_example_irrigation_supervisor_methods {
    bool measure_the_pressure_in_the_pipe0;
    bool measure_the_pressure_in_the_pipe1;
    bool measure_the_pressure_in_the_pipe2;
    bool measure_the_pressure_in_the_pipe3;
    bool measure_the_pressure_in_the_pipe4;
    bool measure_the_pressure_in_the_pipe5;
    bool measure_the_pressure_in_the_pipe6;
    bool measure_the_pressure_in_the_pipe7;
    bool measure_the_pressure_in_the_pipe8;
    bool measure_the_pressure_in_the_pipe9;
    bool measure_the_pressure_in_the_pipe10;
    bool measure_the_pressure_in_the_pipe11;
    bool measure_the_pressure_in_the_pipe12;
    bool measure_the_pressure_in_the_pipe13;
    bool measure_the_pressure_in_the_pipe14;
    bool measure_the_pressure_in_the_pipe15;
    bool measure_the_pressure_in_the_pipe16;
    bool measure_the_pressure_in_the_pipe17;
    bool measure_the_pressure_in_the_pipe18;
    bool measure_the_pressure_in_the_pipe19;
    bool measure_the_pressure_in_the_pipe20;
    bool measure_the_pressure_in_the_pipe21;
    bool measure_the_pressure_in_the_pipe22;
    bool measure_the_pressure_in_the_pipe23;
    bool measure_the_pressure_in_the_pipe24;
    bool measure_the_pressure_in_the_pipe25;
    bool measure_the_pressure_in_the_pipe26;
    bool measure_the_pressure_in_the_pipe27;
    bool measure_the_pressure_in_the_pipe28;
    bool measure_the_pressure_in_the_pipe29;
    bool measure_the_pressure_in_the_pipe30;
    bool measure_the_pressure_in_the_pipe31;
    bool measure_the_pressure_in_the_pipe32;
    bool measure_the_pressure_in_the_pipe33;
    bool measure_the_pressure_in_the_pipe34;
    bool measure_the_pressure_in_the_pipe35;
    bool stop;
} com_example_irrigation_supervisor_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_spawn(
    gr_node *node, const com_example_irrigation_supervisor_type *type,
    const com_example_irrigation_reason_for_which_it_was_stopped *args,
    const gr_spawn_options *options, com_example_irrigation_supervisor *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "com.example.irrigation.Supervisor".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_offer(
    gr_node *node, const com_example_irrigation_supervisor_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_register(
    gr_node *node, const char *name, com_example_irrigation_supervisor ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_lookup(
    gr_node *node, const char *name, const gr_call_options *options,
    com_example_irrigation_supervisor *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_named(
    gr_node *node, const char *name, com_example_irrigation_supervisor *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
com_example_irrigation_supervisor com_example_irrigation_supervisor_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_process(
    gr_context *ctx, const com_example_irrigation_supervisor_methods *only,
    const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_pack_ref(
    com_example_irrigation_supervisor ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code
com_example_irrigation_supervisor_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                             com_example_irrigation_supervisor *out_ref);

/* Where a machine is to begin, for com_example_irrigation_supervisor_spawn_at(): made by one of
 * these. */
typedef struct com_example_irrigation_supervisor_at {
    uint32_t state;
    const void *args;
} com_example_irrigation_supervisor_at;

com_example_irrigation_supervisor_at
com_example_irrigation_supervisor_at_waiting_for_pressure_in_the_pipe(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_stopped_for_a_reason(
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_0(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_1(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_2(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_3(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_4(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_5(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_6(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_7(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_8(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_9(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_10(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_11(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_12(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_13(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_14(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_15(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_16(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_17(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_18(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_19(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_20(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_21(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_22(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_23(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_24(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_25(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_26(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_27(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_28(void);
com_example_irrigation_supervisor_at com_example_irrigation_supervisor_at_watering_bed_29(void);

/* As com_example_irrigation_supervisor_spawn(), in any state: one of
 * com_example_irrigation_supervisor_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_spawn_at(
    gr_node *node, const com_example_irrigation_supervisor_type *type,
    const com_example_irrigation_reason_for_which_it_was_stopped *args,
    com_example_irrigation_supervisor_at at, const gr_spawn_options *options,
    com_example_irrigation_supervisor *out_ref, gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *
com_example_irrigation_supervisor_state_name(com_example_irrigation_supervisor_state state);

/* As gr_machine_current(). */
com_example_irrigation_supervisor_state com_example_irrigation_supervisor_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_transition(
    gr_context *ctx, com_example_irrigation_supervisor_state target, const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_get_state(
    com_example_irrigation_supervisor to, const gr_call_options *options,
    com_example_irrigation_supervisor_state *out_state, gr_error *error);

/* As gr_machine_wait(); COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_NONE: until it ends. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_wait(
    com_example_irrigation_supervisor to, com_example_irrigation_supervisor_state state,
    const gr_call_options *options, gr_error *error);

/* As gr_machine_wait_async(); COM_EXAMPLE_IRRIGATION_SUPERVISOR_STATE_NONE: until it ends. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_wait_async(
    com_example_irrigation_supervisor to, com_example_irrigation_supervisor_state state,
    const gr_call_options *options, gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_observe(com_example_irrigation_supervisor to,
                                                              gr_transition_notice notice,
                                                              uint64_t tag, gr_future **out_future);

/* What the body of waiting_for_pressure_in_the_pipe can return: it leads to
 * waiting_for_pressure_in_the_pipe, stopped_for_a_reason, watering_bed_0, watering_bed_1,
 * watering_bed_2, watering_bed_3, watering_bed_4, watering_bed_5 and 24 more, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_waiting_for_pressure_in_the_pipe(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_0(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_1(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_2(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_3(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_4(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_5(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_6(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_7(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_8(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_9(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_10(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_11(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_12(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_13(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_14(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_15(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_16(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_17(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_18(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_19(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_20(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_21(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_22(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_23(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_24(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_25(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_26(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_27(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_28(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_to_watering_bed_29(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);
GR_MUST_USE com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_next
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_stay(
    com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_in in);

/* In the timeout handler of waiting_for_pressure_in_the_pipe: go there when it has returned
 * GR_OK. The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_waiting_for_pressure_in_the_pipe(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_stopped_for_a_reason(
    gr_context *ctx, const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_0(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_1(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_2(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_3(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_4(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_5(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_6(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_7(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_8(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_9(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_10(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_11(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_12(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_13(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_14(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_15(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_16(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_17(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_18(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_19(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_20(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_21(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_22(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_23(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_24(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_25(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_26(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_27(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_28(
    gr_context *ctx);
GR_MUST_USE gr_code
com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout_to_watering_bed_29(
    gr_context *ctx);

/* stopped_for_a_reason is terminal: with this the machine ends. result is copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_stopped_for_a_reason_next
com_example_irrigation_supervisor_stopped_for_a_reason_end(
    com_example_irrigation_supervisor_stopped_for_a_reason_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *result);

/* As gr_machine_result(): what it ends with in stopped_for_a_reason.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stopped_for_a_reason_result(
    com_example_irrigation_supervisor to, const gr_call_options *options,
    com_example_irrigation_reason_for_which_it_was_stopped **out_result, gr_error *error);

/* As gr_machine_await_result(), of what com_example_irrigation_supervisor_wait_async() gave for
 * the end.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stopped_for_a_reason_result_await(
    gr_future **future, com_example_irrigation_reason_for_which_it_was_stopped **out_result,
    gr_error *error);

/* What the body of watering_bed_0 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_0_next
com_example_irrigation_supervisor_watering_bed_0_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_0_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_0_next
com_example_irrigation_supervisor_watering_bed_0_stay(
    com_example_irrigation_supervisor_watering_bed_0_in in);

/* What the body of watering_bed_1 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_1_next
com_example_irrigation_supervisor_watering_bed_1_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_1_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_1_next
com_example_irrigation_supervisor_watering_bed_1_stay(
    com_example_irrigation_supervisor_watering_bed_1_in in);

/* What the body of watering_bed_2 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_2_next
com_example_irrigation_supervisor_watering_bed_2_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_2_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_2_next
com_example_irrigation_supervisor_watering_bed_2_stay(
    com_example_irrigation_supervisor_watering_bed_2_in in);

/* What the body of watering_bed_3 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_3_next
com_example_irrigation_supervisor_watering_bed_3_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_3_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_3_next
com_example_irrigation_supervisor_watering_bed_3_stay(
    com_example_irrigation_supervisor_watering_bed_3_in in);

/* What the body of watering_bed_4 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_4_next
com_example_irrigation_supervisor_watering_bed_4_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_4_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_4_next
com_example_irrigation_supervisor_watering_bed_4_stay(
    com_example_irrigation_supervisor_watering_bed_4_in in);

/* What the body of watering_bed_5 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_5_next
com_example_irrigation_supervisor_watering_bed_5_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_5_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_5_next
com_example_irrigation_supervisor_watering_bed_5_stay(
    com_example_irrigation_supervisor_watering_bed_5_in in);

/* What the body of watering_bed_6 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_6_next
com_example_irrigation_supervisor_watering_bed_6_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_6_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_6_next
com_example_irrigation_supervisor_watering_bed_6_stay(
    com_example_irrigation_supervisor_watering_bed_6_in in);

/* What the body of watering_bed_7 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_7_next
com_example_irrigation_supervisor_watering_bed_7_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_7_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_7_next
com_example_irrigation_supervisor_watering_bed_7_stay(
    com_example_irrigation_supervisor_watering_bed_7_in in);

/* What the body of watering_bed_8 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_8_next
com_example_irrigation_supervisor_watering_bed_8_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_8_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_8_next
com_example_irrigation_supervisor_watering_bed_8_stay(
    com_example_irrigation_supervisor_watering_bed_8_in in);

/* What the body of watering_bed_9 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_9_next
com_example_irrigation_supervisor_watering_bed_9_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_9_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_9_next
com_example_irrigation_supervisor_watering_bed_9_stay(
    com_example_irrigation_supervisor_watering_bed_9_in in);

/* What the body of watering_bed_10 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_10_next
com_example_irrigation_supervisor_watering_bed_10_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_10_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_10_next
com_example_irrigation_supervisor_watering_bed_10_stay(
    com_example_irrigation_supervisor_watering_bed_10_in in);

/* What the body of watering_bed_11 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_11_next
com_example_irrigation_supervisor_watering_bed_11_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_11_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_11_next
com_example_irrigation_supervisor_watering_bed_11_stay(
    com_example_irrigation_supervisor_watering_bed_11_in in);

/* What the body of watering_bed_12 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_12_next
com_example_irrigation_supervisor_watering_bed_12_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_12_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_12_next
com_example_irrigation_supervisor_watering_bed_12_stay(
    com_example_irrigation_supervisor_watering_bed_12_in in);

/* What the body of watering_bed_13 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_13_next
com_example_irrigation_supervisor_watering_bed_13_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_13_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_13_next
com_example_irrigation_supervisor_watering_bed_13_stay(
    com_example_irrigation_supervisor_watering_bed_13_in in);

/* What the body of watering_bed_14 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_14_next
com_example_irrigation_supervisor_watering_bed_14_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_14_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_14_next
com_example_irrigation_supervisor_watering_bed_14_stay(
    com_example_irrigation_supervisor_watering_bed_14_in in);

/* What the body of watering_bed_15 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_15_next
com_example_irrigation_supervisor_watering_bed_15_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_15_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_15_next
com_example_irrigation_supervisor_watering_bed_15_stay(
    com_example_irrigation_supervisor_watering_bed_15_in in);

/* What the body of watering_bed_16 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_16_next
com_example_irrigation_supervisor_watering_bed_16_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_16_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_16_next
com_example_irrigation_supervisor_watering_bed_16_stay(
    com_example_irrigation_supervisor_watering_bed_16_in in);

/* What the body of watering_bed_17 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_17_next
com_example_irrigation_supervisor_watering_bed_17_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_17_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_17_next
com_example_irrigation_supervisor_watering_bed_17_stay(
    com_example_irrigation_supervisor_watering_bed_17_in in);

/* What the body of watering_bed_18 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_18_next
com_example_irrigation_supervisor_watering_bed_18_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_18_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_18_next
com_example_irrigation_supervisor_watering_bed_18_stay(
    com_example_irrigation_supervisor_watering_bed_18_in in);

/* What the body of watering_bed_19 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_19_next
com_example_irrigation_supervisor_watering_bed_19_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_19_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_19_next
com_example_irrigation_supervisor_watering_bed_19_stay(
    com_example_irrigation_supervisor_watering_bed_19_in in);

/* What the body of watering_bed_20 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_20_next
com_example_irrigation_supervisor_watering_bed_20_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_20_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_20_next
com_example_irrigation_supervisor_watering_bed_20_stay(
    com_example_irrigation_supervisor_watering_bed_20_in in);

/* What the body of watering_bed_21 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_21_next
com_example_irrigation_supervisor_watering_bed_21_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_21_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_21_next
com_example_irrigation_supervisor_watering_bed_21_stay(
    com_example_irrigation_supervisor_watering_bed_21_in in);

/* What the body of watering_bed_22 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_22_next
com_example_irrigation_supervisor_watering_bed_22_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_22_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_22_next
com_example_irrigation_supervisor_watering_bed_22_stay(
    com_example_irrigation_supervisor_watering_bed_22_in in);

/* What the body of watering_bed_23 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_23_next
com_example_irrigation_supervisor_watering_bed_23_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_23_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_23_next
com_example_irrigation_supervisor_watering_bed_23_stay(
    com_example_irrigation_supervisor_watering_bed_23_in in);

/* What the body of watering_bed_24 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_24_next
com_example_irrigation_supervisor_watering_bed_24_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_24_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_24_next
com_example_irrigation_supervisor_watering_bed_24_stay(
    com_example_irrigation_supervisor_watering_bed_24_in in);

/* What the body of watering_bed_25 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_25_next
com_example_irrigation_supervisor_watering_bed_25_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_25_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_25_next
com_example_irrigation_supervisor_watering_bed_25_stay(
    com_example_irrigation_supervisor_watering_bed_25_in in);

/* What the body of watering_bed_26 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_26_next
com_example_irrigation_supervisor_watering_bed_26_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_26_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_26_next
com_example_irrigation_supervisor_watering_bed_26_stay(
    com_example_irrigation_supervisor_watering_bed_26_in in);

/* What the body of watering_bed_27 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_27_next
com_example_irrigation_supervisor_watering_bed_27_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_27_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_27_next
com_example_irrigation_supervisor_watering_bed_27_stay(
    com_example_irrigation_supervisor_watering_bed_27_in in);

/* What the body of watering_bed_28 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_28_next
com_example_irrigation_supervisor_watering_bed_28_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_28_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_28_next
com_example_irrigation_supervisor_watering_bed_28_stay(
    com_example_irrigation_supervisor_watering_bed_28_in in);

/* What the body of watering_bed_29 can return: it leads to stopped_for_a_reason, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_29_next
com_example_irrigation_supervisor_watering_bed_29_to_stopped_for_a_reason(
    com_example_irrigation_supervisor_watering_bed_29_in in,
    const com_example_irrigation_reason_for_which_it_was_stopped *args);
GR_MUST_USE com_example_irrigation_supervisor_watering_bed_29_next
com_example_irrigation_supervisor_watering_bed_29_stay(
    com_example_irrigation_supervisor_watering_bed_29_in in);

/* In the machine: have MeasureThePressureInThePipe0 handled in `ms` milliseconds, once, whatever
 * the state is then; a time set before is forgotten. The other: not at all, also where the time
 * has come already.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of com.example.irrigation.Supervisor),
 * INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_time_to_measure_start(gr_context *ctx,
                                                                            uint32_t ms);
GR_MUST_USE gr_code com_example_irrigation_supervisor_time_to_measure_stop(gr_context *ctx);

/* In the machine: have MeasureThePressureInThePipe0 handled before all calls that are queued,
 * after what was raised before.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of com.example.irrigation.Supervisor),
 * RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code
com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe0_raise(gr_context *ctx);

/* In the handler of MeasureThePressureInThePipe0: go there when its answer is on its way, if it
 * has returned GR_OK. The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code
com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe0_to_stopped_for_a_reason(
    gr_context *ctx, const com_example_irrigation_reason_for_which_it_was_stopped *args);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe1, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe1_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* In the handler of MeasureThePressureInThePipe1: go there when its answer is on its way, if it
 * has returned GR_OK. The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code
com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe1_to_stopped_for_a_reason(
    gr_context *ctx, const com_example_irrigation_reason_for_which_it_was_stopped *args);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe2, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe2_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe3, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe3_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe4, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe4_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe5, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe5_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe6, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe6_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe7, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe7_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe8, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe8_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe9, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe9_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe10, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe10_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe11, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe11_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe12, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe12_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe13, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe13_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe14, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe14_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe15, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe15_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe16, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe16_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe17, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe17_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe18, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe18_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe19, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe19_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe20, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe20_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe21, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe21_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe22, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe22_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe23, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe23_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe24, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe24_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe25, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe25_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe26, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe26_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe27, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe27_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe28, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe28_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe29, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe29_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe30, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe30_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe31, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe31_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe32, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe32_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe33, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe33_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe34, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe34_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* Send com.example.irrigation.Supervisor.MeasureThePressureInThePipe35, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe35_oneway(
    com_example_irrigation_supervisor to, const gr_oneway_options *options);

/* A call of Stop under way, and one held by its handler. */
typedef struct com_example_irrigation_supervisor_stop_future {
    gr_future *future;
} com_example_irrigation_supervisor_stop_future;

typedef struct com_example_irrigation_supervisor_stop_call {
    gr_call call;
} com_example_irrigation_supervisor_stop_call;

/* Call com.example.irrigation.Supervisor.Stop and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stop_sync(
    com_example_irrigation_supervisor to,
    const com_example_irrigation_reason_for_which_it_was_stopped *request,
    const gr_call_options *options,
    com_example_irrigation_reason_for_which_it_was_stopped **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stop_async(
    com_example_irrigation_supervisor to,
    const com_example_irrigation_reason_for_which_it_was_stopped *request,
    const gr_call_options *options, com_example_irrigation_supervisor_stop_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as com_example_irrigation_supervisor_stop_sync(). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stop_await(
    com_example_irrigation_supervisor_stop_future *future,
    com_example_irrigation_reason_for_which_it_was_stopped **out_reply, gr_error *error);

/* Send com.example.irrigation.Supervisor.Stop, now or later, and do not wait. A failure of its
 * handler goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stop_oneway(
    com_example_irrigation_supervisor to,
    const com_example_irrigation_reason_for_which_it_was_stopped *request,
    const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with
 * com_example_irrigation_supervisor_stop_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stop_hold(
    gr_context *ctx, com_example_irrigation_supervisor_stop_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stop_answer(
    com_example_irrigation_supervisor_stop_call call, gr_code code,
    const com_example_irrigation_reason_for_which_it_was_stopped *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const com_example_irrigation_reason_for_which_it_was_stopped *
com_example_irrigation_supervisor_stop_request(com_example_irrigation_supervisor_stop_call call);

/* In the handler of Stop: go there when its answer is on its way, if it has returned GR_OK. The
 * last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_irrigation_supervisor_stop_to_stopped_for_a_reason(
    gr_context *ctx, const com_example_irrigation_reason_for_which_it_was_stopped *args);

#ifdef __cplusplus
}
#endif
#endif
