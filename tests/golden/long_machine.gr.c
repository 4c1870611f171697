/* Made by protoc-gen-greenroom from long_machine.proto. Do not edit. */
#include "long_machine.gr.h"

#include <greenroom/machine.pb-c.h>
#include <greenroom/stub_source.h>

GR_STUB_SERVICE(com_example_irrigation_supervisor, com_example_irrigation_supervisor)
GR_STUB_SPAWN_WITH(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                   com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_PROCESS(com_example_irrigation_supervisor)
GR_STUB_MACHINE(com_example_irrigation_supervisor, com_example_irrigation_supervisor)
GR_STUB_SPAWN_AT_WITH(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                      com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STATE(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe,
              waiting_for_pressure_in_the_pipe, 1)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe,
           waiting_for_pressure_in_the_pipe, 1)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   waiting_for_pressure_in_the_pipe, 1)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe,
                stopped_for_a_reason, 2, com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_TIMEOUT_TO_WITH(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                        stopped_for_a_reason, 2,
                        com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_0, 3)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_0, 3)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_1, 4)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_1, 4)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_2, 5)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_2, 5)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_3, 6)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_3, 6)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_4, 7)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_4, 7)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_5, 8)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_5, 8)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_6, 9)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_6, 9)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_7, 10)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_7, 10)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_8, 11)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_8, 11)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_9, 12)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_9, 12)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_10, 13)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_10, 13)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_11, 14)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_11, 14)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_12, 15)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_12, 15)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_13, 16)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_13, 16)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_14, 17)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_14, 17)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_15, 18)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_15, 18)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_16, 19)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_16, 19)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_17, 20)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_17, 20)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_18, 21)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_18, 21)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_19, 22)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_19, 22)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_20, 23)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_20, 23)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_21, 24)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_21, 24)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_22, 25)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_22, 25)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_23, 26)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_23, 26)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_24, 27)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_24, 27)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_25, 28)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_25, 28)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_26, 29)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_26, 29)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_27, 30)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_27, 30)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_28, 31)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_28, 31)
GR_STUB_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, watering_bed_29, 32)
GR_STUB_TIMEOUT_TO(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe, 1,
                   watering_bed_29, 32)
GR_STUB_STAY(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe)
GR_STUB_STATE_WITH(com_example_irrigation_supervisor, stopped_for_a_reason, stopped_for_a_reason, 2,
                   com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_END_WITH(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                 stopped_for_a_reason, 2, com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_0, watering_bed_0, 3)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_0, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_0)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_1, watering_bed_1, 4)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_1, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_1)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_2, watering_bed_2, 5)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_2, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_2)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_3, watering_bed_3, 6)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_3, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_3)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_4, watering_bed_4, 7)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_4, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_4)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_5, watering_bed_5, 8)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_5, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_5)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_6, watering_bed_6, 9)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_6, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_6)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_7, watering_bed_7, 10)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_7, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_7)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_8, watering_bed_8, 11)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_8, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_8)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_9, watering_bed_9, 12)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_9, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_9)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_10, watering_bed_10, 13)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_10, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_10)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_11, watering_bed_11, 14)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_11, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_11)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_12, watering_bed_12, 15)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_12, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_12)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_13, watering_bed_13, 16)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_13, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_13)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_14, watering_bed_14, 17)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_14, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_14)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_15, watering_bed_15, 18)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_15, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_15)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_16, watering_bed_16, 19)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_16, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_16)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_17, watering_bed_17, 20)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_17, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_17)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_18, watering_bed_18, 21)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_18, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_18)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_19, watering_bed_19, 22)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_19, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_19)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_20, watering_bed_20, 23)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_20, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_20)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_21, watering_bed_21, 24)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_21, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_21)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_22, watering_bed_22, 25)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_22, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_22)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_23, watering_bed_23, 26)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_23, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_23)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_24, watering_bed_24, 27)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_24, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_24)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_25, watering_bed_25, 28)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_25, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_25)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_26, watering_bed_26, 29)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_26, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_26)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_27, watering_bed_27, 30)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_27, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_27)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_28, watering_bed_28, 31)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_28, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_28)
GR_STUB_STATE(com_example_irrigation_supervisor, watering_bed_29, watering_bed_29, 32)
GR_STUB_TO_WITH(com_example_irrigation_supervisor, watering_bed_29, stopped_for_a_reason, 2,
                com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_STAY(com_example_irrigation_supervisor, watering_bed_29)
GR_STUB_TIMED_OUT(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe_timeout)
GR_STUB_HOOK(com_example_irrigation_supervisor, waiting_for_pressure_in_the_pipe_exit)
GR_STUB_HOOK(com_example_irrigation_supervisor, watering_enter)
GR_STUB_HOOK(com_example_irrigation_supervisor, watering_exit)
GR_STUB_METHOD_TO_WITH(com_example_irrigation_supervisor,
                       com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe0, 0,
                       stopped_for_a_reason, 2,
                       com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_METHOD_TO_WITH(com_example_irrigation_supervisor,
                       com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe1, 1,
                       stopped_for_a_reason, 2,
                       com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_METHOD_TO_WITH(com_example_irrigation_supervisor, com_example_irrigation_supervisor_stop,
                       36, stopped_for_a_reason, 2,
                       com_example_irrigation_reason_for_which_it_was_stopped)
GR_STUB_TIMER(com_example_irrigation_supervisor, time_to_measure, 0)
GR_STUB_INTERNAL_BARE(com_example_irrigation_supervisor,
                      com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe0,
                      measure_the_pressure_in_the_pipe0, 0)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe1,
                    measure_the_pressure_in_the_pipe1, 1)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe2,
                    measure_the_pressure_in_the_pipe2, 2)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe3,
                    measure_the_pressure_in_the_pipe3, 3)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe4,
                    measure_the_pressure_in_the_pipe4, 4)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe5,
                    measure_the_pressure_in_the_pipe5, 5)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe6,
                    measure_the_pressure_in_the_pipe6, 6)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe7,
                    measure_the_pressure_in_the_pipe7, 7)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe8,
                    measure_the_pressure_in_the_pipe8, 8)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe9,
                    measure_the_pressure_in_the_pipe9, 9)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe10,
                    measure_the_pressure_in_the_pipe10, 10)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe11,
                    measure_the_pressure_in_the_pipe11, 11)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe12,
                    measure_the_pressure_in_the_pipe12, 12)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe13,
                    measure_the_pressure_in_the_pipe13, 13)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe14,
                    measure_the_pressure_in_the_pipe14, 14)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe15,
                    measure_the_pressure_in_the_pipe15, 15)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe16,
                    measure_the_pressure_in_the_pipe16, 16)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe17,
                    measure_the_pressure_in_the_pipe17, 17)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe18,
                    measure_the_pressure_in_the_pipe18, 18)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe19,
                    measure_the_pressure_in_the_pipe19, 19)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe20,
                    measure_the_pressure_in_the_pipe20, 20)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe21,
                    measure_the_pressure_in_the_pipe21, 21)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe22,
                    measure_the_pressure_in_the_pipe22, 22)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe23,
                    measure_the_pressure_in_the_pipe23, 23)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe24,
                    measure_the_pressure_in_the_pipe24, 24)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe25,
                    measure_the_pressure_in_the_pipe25, 25)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe26,
                    measure_the_pressure_in_the_pipe26, 26)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe27,
                    measure_the_pressure_in_the_pipe27, 27)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe28,
                    measure_the_pressure_in_the_pipe28, 28)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe29,
                    measure_the_pressure_in_the_pipe29, 29)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe30,
                    measure_the_pressure_in_the_pipe30, 30)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe31,
                    measure_the_pressure_in_the_pipe31, 31)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe32,
                    measure_the_pressure_in_the_pipe32, 32)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe33,
                    measure_the_pressure_in_the_pipe33, 33)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe34,
                    measure_the_pressure_in_the_pipe34, 34)
GR_STUB_ONEWAY_BARE(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
                    com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe35,
                    measure_the_pressure_in_the_pipe35, 35)
GR_STUB_CALL(com_example_irrigation_supervisor, com_example_irrigation_supervisor,
             com_example_irrigation_supervisor_stop, stop, 36,
             com_example_irrigation_reason_for_which_it_was_stopped,
             com_example_irrigation_reason_for_which_it_was_stopped)

static const gr_method com_example_irrigation_supervisor_method_table[] = {
    {
        .name = "MeasureThePressureInThePipe0",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe0_handle,
        .oneway = true,
        .internal = true,
    },
    {
        .name = "MeasureThePressureInThePipe1",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe1_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe2",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe2_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe3",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe3_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe4",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe4_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe5",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe5_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe6",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe6_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe7",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe7_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe8",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe8_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe9",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe9_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe10",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe10_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe11",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe11_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe12",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe12_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe13",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe13_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe14",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe14_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe15",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe15_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe16",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe16_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe17",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe17_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe18",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe18_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe19",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe19_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe20",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe20_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe21",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe21_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe22",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe22_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe23",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe23_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe24",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe24_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe25",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe25_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe26",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe26_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe27",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe27_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe28",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe28_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe29",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe29_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe30",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe30_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe31",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe31_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe32",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe32_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe33",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe33_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe34",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe34_handle,
        .oneway = true,
    },
    {
        .name = "MeasureThePressureInThePipe35",
        .handle = com_example_irrigation_supervisor_measure_the_pressure_in_the_pipe35_handle,
        .oneway = true,
    },
    {
        .name = "Stop",
        .request = &com__example__irrigation__reason_for_which_it_was_stopped__descriptor,
        .reply = &com__example__irrigation__reason_for_which_it_was_stopped__descriptor,
        .handle = com_example_irrigation_supervisor_stop_handle,
    },
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const uint16_t com_example_irrigation_supervisor_targets_1[] = {
    GR_STUB_ROW(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                24, 25, 26, 27, 28, 29, 30, 31, 32),
};

static const gr_state com_example_irrigation_supervisor_state_table[] = {
    {
        .name = "waiting_for_pressure_in_the_pipe",
        .to = com_example_irrigation_supervisor_targets_1,
        .n_to = 32,
        .timeout_ms = 1000,
        .timed_out = com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_timeout,
        .body = com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_body,
        .exit = com_example_irrigation_supervisor_waiting_for_pressure_in_the_pipe_exit,
    },
    {
        .name = "stopped_for_a_reason",
        .args = &com__example__irrigation__reason_for_which_it_was_stopped__descriptor,
        .result = &com__example__irrigation__reason_for_which_it_was_stopped__descriptor,
        .body = com_example_irrigation_supervisor_stopped_for_a_reason_body,
    },
    {
        .name = "watering_bed_0",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_0_body,
    },
    {
        .name = "watering_bed_1",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_1_body,
    },
    {
        .name = "watering_bed_2",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_2_body,
    },
    {
        .name = "watering_bed_3",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_3_body,
    },
    {
        .name = "watering_bed_4",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_4_body,
    },
    {
        .name = "watering_bed_5",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_5_body,
    },
    {
        .name = "watering_bed_6",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_6_body,
    },
    {
        .name = "watering_bed_7",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_7_body,
    },
    {
        .name = "watering_bed_8",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_8_body,
    },
    {
        .name = "watering_bed_9",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_9_body,
    },
    {
        .name = "watering_bed_10",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_10_body,
    },
    {
        .name = "watering_bed_11",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_11_body,
    },
    {
        .name = "watering_bed_12",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_12_body,
    },
    {
        .name = "watering_bed_13",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_13_body,
    },
    {
        .name = "watering_bed_14",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_14_body,
    },
    {
        .name = "watering_bed_15",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_15_body,
    },
    {
        .name = "watering_bed_16",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_16_body,
    },
    {
        .name = "watering_bed_17",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_17_body,
    },
    {
        .name = "watering_bed_18",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_18_body,
    },
    {
        .name = "watering_bed_19",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_19_body,
    },
    {
        .name = "watering_bed_20",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_20_body,
    },
    {
        .name = "watering_bed_21",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_21_body,
    },
    {
        .name = "watering_bed_22",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_22_body,
    },
    {
        .name = "watering_bed_23",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_23_body,
    },
    {
        .name = "watering_bed_24",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_24_body,
    },
    {
        .name = "watering_bed_25",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_25_body,
    },
    {
        .name = "watering_bed_26",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_26_body,
    },
    {
        .name = "watering_bed_27",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_27_body,
    },
    {
        .name = "watering_bed_28",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_28_body,
    },
    {
        .name = "watering_bed_29",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = com_example_irrigation_supervisor_watering_bed_29_body,
    },
};

static const uint16_t com_example_irrigation_supervisor_group_1[] = {
    GR_STUB_ROW(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
                26, 27, 28, 29, 30, 31, 32),
};

static const gr_group com_example_irrigation_supervisor_group_table[] = {
    {
        .name = "watering",
        .states = com_example_irrigation_supervisor_group_1,
        .n_states = 30,
        .enter = com_example_irrigation_supervisor_watering_enter,
        .exit = com_example_irrigation_supervisor_watering_exit,
    },
};

static const gr_machine_timer com_example_irrigation_supervisor_timer_table[] = {
    {
        .name = "time_to_measure",
        .method = 0,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t com_example_irrigation_supervisor_policies[] = {
    /* waiting_for_pressure_in_the_pipe */
    GR_STUB_ROW(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 1, 1),
    /* stopped_for_a_reason */
    GR_STUB_ROW(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    /* watering_bed_0 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_1 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_2 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_3 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_4 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_5 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_6 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_7 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_8 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_9 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_10 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_11 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_12 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_13 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_14 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_15 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_16 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_17 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_18 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_19 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_20 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_21 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_22 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_23 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_24 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_25 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_26 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_27 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_28 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    /* watering_bed_29 */
    GR_STUB_ROW(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
};

static const gr_machine com_example_irrigation_supervisor_machine = {
    .states = com_example_irrigation_supervisor_state_table,
    .n_states = 32,
    .initial = 1,
    .groups = com_example_irrigation_supervisor_group_table,
    .n_groups = 1,
    .timers = com_example_irrigation_supervisor_timer_table,
    .n_timers = 1,
    .policies = com_example_irrigation_supervisor_policies,
    .ask = 37,
    .transition = com_example_irrigation_supervisor_on_transition,
};

const gr_service com_example_irrigation_supervisor_service = {
    .name = "com.example.irrigation.Supervisor",
    .methods = com_example_irrigation_supervisor_method_table,
    .n_methods = 38,
    .args = &com__example__irrigation__reason_for_which_it_was_stopped__descriptor,
    .hooks_at = offsetof(com_example_irrigation_supervisor_type, hooks),
    .start = com_example_irrigation_supervisor_start,
    .stop = com_example_irrigation_supervisor_stop,
    .machine = &com_example_irrigation_supervisor_machine,
    .schema = "field com.example.irrigation.ReasonForWhichItWasStopped 1 text optional string\n"
              "rpc MeasureThePressureInThePipe1(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc MeasureThePressureInThePipe10(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe11(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe12(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe13(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe14(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe15(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe16(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe17(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe18(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe19(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe2(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc MeasureThePressureInThePipe20(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe21(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe22(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe23(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe24(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe25(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe26(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe27(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe28(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe29(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe3(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc MeasureThePressureInThePipe30(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe31(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe32(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe33(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe34(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe35(google.protobuf.Empty) returns (google.protobuf"
              ".Empty) oneway\n"
              "rpc MeasureThePressureInThePipe4(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc MeasureThePressureInThePipe5(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc MeasureThePressureInThePipe6(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc MeasureThePressureInThePipe7(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc MeasureThePressureInThePipe8(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc MeasureThePressureInThePipe9(google.protobuf.Empty) returns (google.protobuf."
              "Empty) oneway\n"
              "rpc Stop(com.example.irrigation.ReasonForWhichItWasStopped) returns (com.example."
              "irrigation.ReasonForWhichItWasStopped)\n"
              "service com.example.irrigation.Supervisor\n",
    .fingerprint = { 0x24, 0x85, 0x6d, 0x07, 0x7e, 0xac, 0xf3, 0xcc, 0x20, 0xeb, 0x8b,
                     0x8e, 0xea, 0xbe, 0x6b, 0x16, 0x85, 0xca, 0x7e, 0x49, 0x8c, 0xb0,
                     0x50, 0x7c, 0x6e, 0x68, 0xc3, 0xe7, 0xe5, 0x28, 0x7c, 0xbb },
};
