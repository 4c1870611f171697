# SPDX-License-Identifier: MIT
#
# greenroom_generate(TARGET <target> PROTOS <file>... [IMPORT_DIRS <dir>...] [SKELETON <dir>]
#                    [DIAGRAMS mermaid|dot...])
#
# Makes the static library <target> of what protoc, protoc-gen-c and protoc-gen-greenroom make of
# each .proto: x.pb-c.[ch] and x.gr.[ch]. Link it, include "x.gr.h".
#
#   PROTOS       .proto files, relative to the current source folder or absolute. A file's name for
#                imports and includes is its path below the first of IMPORT_DIRS, or else of the
#                current source folder, that holds it; the generated files keep that path.
#   IMPORT_DIRS  folders in which imports are looked for, before the current source folder.
#   SKELETON     folder for a starter .c of each service, written once; a file that exists is never
#                touched. With an installed plugin they are written as CMake configures, so that
#                add_executable() may name them at once; else as <target> is built.
#   DIAGRAMS     draws each machine, beside the generated code in <target>.gen in the current binary
#                folder: mermaid makes x.<Service>.md, with a table; dot x.<Service>.dot.
#
# Files are made again when a .proto, anything it imports, or the plugin changes. Works alike in
# Greenroom's own tree and with an installed package.

# CMP0116: paths in depfiles are relative to the binary folder of whoever calls.
cmake_policy(PUSH)
cmake_policy(VERSION 3.20)

# The first folder of the list that holds `file`, and the file's path in there.
function(greenroom_split_path file dirs out_dir out_name)
    foreach(dir IN LISTS dirs)
        file(RELATIVE_PATH name "${dir}" "${file}")
        if(NOT name MATCHES "^\\.\\./" AND NOT IS_ABSOLUTE "${name}")
            set(${out_dir} "${dir}" PARENT_SCOPE)
            set(${out_name} "${name}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(FATAL_ERROR "greenroom_generate: ${file} is in none of the import folders (${dirs}); "
        "add its folder to IMPORT_DIRS")
endfunction()

# Reads the arguments of greenroom_generate into ARG_... of the caller; refuses what is senseless.
macro(greenroom_generate_arguments)
    cmake_parse_arguments(ARG "" "TARGET;SKELETON" "PROTOS;IMPORT_DIRS;DIAGRAMS" ${ARGN})
    if(NOT ARG_TARGET OR NOT ARG_PROTOS)
        message(FATAL_ERROR "greenroom_generate: TARGET and PROTOS are needed")
    endif()
    if(ARG_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "greenroom_generate: unknown arguments: ${ARG_UNPARSED_ARGUMENTS}")
    endif()
    foreach(diagram IN LISTS ARG_DIAGRAMS)
        if(NOT diagram MATCHES "^(mermaid|dot)$")
            message(FATAL_ERROR "greenroom_generate: unknown diagram ${diagram}; say mermaid or dot")
        endif()
    endforeach()
    set(greenroom_dirs "")
    foreach(dir IN LISTS ARG_IMPORT_DIRS ITEMS "${CMAKE_CURRENT_SOURCE_DIR}")
        get_filename_component(dir "${dir}" ABSOLUTE)
        list(APPEND greenroom_dirs "${dir}")
    endforeach()
    list(REMOVE_DUPLICATES greenroom_dirs)
endmacro()

# Writes skeletons now, where the plugin is there already.
function(greenroom_write_skeletons includes options out proto)
    get_target_property(is_imported Greenroom::protoc-gen-greenroom IMPORTED)
    if(NOT is_imported)
        return()
    endif()
    get_target_property(plugin Greenroom::protoc-gen-greenroom LOCATION)
    execute_process(
        COMMAND "${GREENROOM_PROTOC}" ${includes} "--plugin=protoc-gen-greenroom=${plugin}"
            "--greenroom_out=${out}" ${options} "${proto}"
        RESULT_VARIABLE failed ERROR_VARIABLE said)
    string(STRIP "${said}" said)
    if(failed)
        message(FATAL_ERROR "greenroom_generate: ${said}")
    elseif(said)
        message(STATUS "${said}")
    endif()
endfunction()

function(greenroom_generate)
    greenroom_generate_arguments(${ARGN})
    set(out "${CMAKE_CURRENT_BINARY_DIR}/${ARG_TARGET}.gen")
    file(MAKE_DIRECTORY "${out}")

    get_property(own_protos GLOBAL PROPERTY GREENROOM_PROTO_DIR)
    set(includes "")
    foreach(dir IN LISTS greenroom_dirs own_protos GREENROOM_PROTOBUF_PROTO_DIR
            GREENROOM_PROTOBUF_C_PROTO_DIR)
        list(APPEND includes "-I${dir}")
    endforeach()
    list(REMOVE_DUPLICATES includes)

    set(options "")
    if(ARG_SKELETON)
        get_filename_component(skeleton "${ARG_SKELETON}" ABSOLUTE)
        file(MAKE_DIRECTORY "${skeleton}")
        set(options "--greenroom_opt=skeleton=${skeleton}")
    endif()

    # By a run of its own: a depfile must not name files that are no outputs here, and which there
    # are depends on the services.
    list(TRANSFORM ARG_DIAGRAMS PREPEND "--greenroom_opt=diagram=")

    set(sources "")
    foreach(proto IN LISTS ARG_PROTOS)
        get_filename_component(proto "${proto}" ABSOLUTE)
        greenroom_split_path("${proto}" "${greenroom_dirs}" dir name)
        string(REGEX REPLACE "\\.proto$" "" stem "${name}")
        if(ARG_SKELETON)
            greenroom_write_skeletons("${includes}" "${options}" "${out}" "${proto}")
        endif()
        # In protoc's order, which is the alphabet's: ninja wants the depfile to begin alike.
        set(made "${out}/${stem}.gr.c" "${out}/${stem}.gr.h"
            "${out}/${stem}.pb-c.c" "${out}/${stem}.pb-c.h")
        set(draw "")
        if(ARG_DIAGRAMS)
            set(draw COMMAND "${GREENROOM_PROTOC}" ${includes}
                "--plugin=protoc-gen-greenroom=$<TARGET_FILE:Greenroom::protoc-gen-greenroom>"
                "--greenroom_out=${out}" ${ARG_DIAGRAMS} "${proto}")
        endif()
        add_custom_command(
            OUTPUT ${made}
            COMMAND "${GREENROOM_PROTOC}" ${includes}
                "--plugin=protoc-gen-c=${GREENROOM_PROTOC_GEN_C}"
                "--plugin=protoc-gen-greenroom=$<TARGET_FILE:Greenroom::protoc-gen-greenroom>"
                "--dependency_out=${out}/${stem}.d"
                # Ours first: what both refuse, it explains better.
                "--greenroom_out=${out}" ${options} "--c_out=${out}" "${proto}"
            ${draw}
            DEPENDS "${proto}" "$<TARGET_FILE:Greenroom::protoc-gen-greenroom>"
            DEPFILE "${out}/${stem}.d"
            COMMENT "Generating ${name}"
            VERBATIM)
        list(APPEND sources ${made})
    endforeach()

    add_library(${ARG_TARGET} STATIC ${sources})
    set_target_properties(${ARG_TARGET} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_include_directories(${ARG_TARGET} PUBLIC "${out}")
    target_link_libraries(${ARG_TARGET} PUBLIC Greenroom::greenroom)
    # A handler whose signature differs from the schema's must not compile: in C, older compilers
    # only warn.
    target_compile_options(${ARG_TARGET} INTERFACE
        $<$<COMPILE_LANGUAGE:C>:-Werror=incompatible-pointer-types>)
endfunction()

cmake_policy(POP)
