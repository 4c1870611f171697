/* Made by protoc-gen-greenroom from long.proto. Do not edit. */
#include "long.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(com_example_very_long_company_name_irrigation_supervisor,
                com_example_very_long_company_name_irrigation_supervisor)
GR_STUB_SPAWN(com_example_very_long_company_name_irrigation_supervisor,
              com_example_very_long_company_name_irrigation_supervisor)
GR_STUB_PROCESS(com_example_very_long_company_name_irrigation_supervisor)
GR_STUB_RUN(com_example_very_long_company_name_irrigation_supervisor)
GR_STUB_CALL(com_example_very_long_company_name_irrigation_supervisor,
             com_example_very_long_company_name_irrigation_supervisor,
             com_example_very_long_company_name_irrigation_supervisor_go, go, 0,
             com_example_very_long_company_name_configuration_of_the_irrigation_system,
             com_example_very_long_company_name_configuration_of_the_irrigation_system)
GR_STUB_CALL_GIVES(com_example_very_long_company_name_irrigation_supervisor,
                   com_example_very_long_company_name_irrigation_supervisor,
                   com_example_very_long_company_name_irrigation_supervisor_stop, stop, 1,
                   com_example_very_long_company_name_configuration_of_the_irrigation_system)
GR_STUB_CALL_TAKES(com_example_very_long_company_name_irrigation_supervisor,
                   com_example_very_long_company_name_irrigation_supervisor,
                   com_example_very_long_company_name_irrigation_supervisor_reconfigure,
                   reconfigure, 2,
                   com_example_very_long_company_name_configuration_of_the_irrigation_system)
GR_STUB_CALL(
    com_example_very_long_company_name_irrigation_supervisor,
    com_example_very_long_company_name_irrigation_supervisor,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once,
    reconfigure_everything_at_once, 3,
    com_example_very_long_company_name_configuration_of_the_irrigation_system,
    com_example_very_long_company_name_configuration_of_the_irrigation_system)

static const gr_method com_example_very_long_company_name_irrigation_supervisor_method_table[] = {
    {
        .name = "Go",
        .request =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .reply =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .handle = com_example_very_long_company_name_irrigation_supervisor_go_handle,
    },
    {
        .name = "Stop",
        .reply =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .handle = com_example_very_long_company_name_irrigation_supervisor_stop_handle,
    },
    {
        .name = "Reconfigure",
        .request =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .handle = com_example_very_long_company_name_irrigation_supervisor_reconfigure_handle,
    },
    {
        .name = "ReconfigureEverythingAtOnce",
        .request =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .reply =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .handle =
            com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_handle,
    },
};

const gr_service com_example_very_long_company_name_irrigation_supervisor_service = {
    .name = "com.example.very_long_company_name.IrrigationSupervisor",
    .methods = com_example_very_long_company_name_irrigation_supervisor_method_table,
    .n_methods = 4,
    .hooks_at = offsetof(com_example_very_long_company_name_irrigation_supervisor_type, hooks),
    .start = com_example_very_long_company_name_irrigation_supervisor_start,
    .stop = com_example_very_long_company_name_irrigation_supervisor_stop,
    .run = com_example_very_long_company_name_irrigation_supervisor_run,
    .schema = "field com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem 1 val"
              "ves repeated message com.example.very_long_company_name.ConfigurationOfTheIrrigat"
              "ionSystem.ValveWithItsPositionAndItsPressureAndMuchMoreThatIsKnown\n"
              "field com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem 2 own"
              "er optional message greenroom.Ref\n"
              "field com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem.Valve"
              "WithItsPositionAndItsPressureAndMuchMoreThatIsKnown 1 pressure_in_the_pipe_that_l"
              "eads_to_the_valve optional double\n"
              "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "rpc Go(com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem) ret"
              "urns (com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem)\n"
              "rpc Reconfigure(com.example.very_long_company_name.ConfigurationOfTheIrrigationSy"
              "stem) returns (google.protobuf.Empty)\n"
              "rpc ReconfigureEverythingAtOnce(com.example.very_long_company_name.ConfigurationO"
              "fTheIrrigationSystem) returns (com.example.very_long_company_name.ConfigurationOf"
              "TheIrrigationSystem)\n"
              "rpc Stop(google.protobuf.Empty) returns (com.example.very_long_company_name.Confi"
              "gurationOfTheIrrigationSystem)\n"
              "service com.example.very_long_company_name.IrrigationSupervisor\n",
    .fingerprint = { 0x6d, 0x80, 0x4f, 0x8f, 0x84, 0x69, 0xfc, 0x54, 0xd2, 0xc8, 0x04,
                     0x85, 0x48, 0x87, 0xc9, 0x23, 0x6b, 0x14, 0xa8, 0x5e, 0xa9, 0x43,
                     0xe9, 0xde, 0x24, 0x30, 0x68, 0xfa, 0x8b, 0xdf, 0x06, 0x0e },
};

GR_STUB_REF(com_example_very_long_company_name_configuration_of_the_irrigation_system,
            com_example_very_long_company_name_configuration_of_the_irrigation_system,
            com__example__very_long_company_name__configuration_of_the_irrigation_system, owner, 2,
            com_example_very_long_company_name_irrigation_supervisor,
            com_example_very_long_company_name_irrigation_supervisor)
