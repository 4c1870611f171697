# SPDX-License-Identifier: MIT
#
# What only Greenroom's own build needs: protobuf-c's code for its .proto files, uthash, the
# generator's and the tests' libraries, and whether fibers can switch by Boost.Context.

# Adds what protoc-gen-c makes of `names` (paths below `dir`) to out_sources; it lands below `out`.
function(greenroom_protobuf_c out_sources out dir)
    file(MAKE_DIRECTORY "${out}")
    set(made_here "")
    foreach(name IN LISTS ARGN)
        string(REGEX REPLACE "\\.proto$" "" stem "${name}")
        add_custom_command(
            OUTPUT "${out}/${stem}.pb-c.c" "${out}/${stem}.pb-c.h"
            COMMAND "${GREENROOM_PROTOC}" "-I${dir}" "-I${GREENROOM_PROTOBUF_PROTO_DIR}"
                "-I${GREENROOM_PROTOBUF_C_PROTO_DIR}"
                "--plugin=protoc-gen-c=${GREENROOM_PROTOC_GEN_C}" "--c_out=${out}" "${dir}/${name}"
            DEPENDS "${dir}/${name}"
            COMMENT "Generating ${stem}.pb-c.c"
            VERBATIM)
        list(APPEND made_here "${out}/${stem}.pb-c.c" "${out}/${stem}.pb-c.h")
    endforeach()
    set(${out_sources} ${${out_sources}} ${made_here} PARENT_SCOPE)
endfunction()

# Hash tables of the runtime: a header, and nothing at run time.
macro(greenroom_find_uthash)
    find_path(GREENROOM_UTHASH_INCLUDE_DIR uthash.h)
    mark_as_advanced(GREENROOM_UTHASH_INCLUDE_DIR)
    if(NOT GREENROOM_UTHASH_INCLUDE_DIR)
        greenroom_missing("uthash" uthash-dev)
    endif()
endmacro()

# What the generator is built with: protoc's plugin interface, and SHA-256 for fingerprints.
macro(greenroom_find_generator_libraries)
    find_path(GREENROOM_PLUGIN_PROTO_DIR google/protobuf/compiler/plugin.proto)
    find_path(GREENROOM_SODIUM_INCLUDE_DIR sodium.h)
    find_library(GREENROOM_SODIUM_LIBRARY sodium)
    mark_as_advanced(GREENROOM_PLUGIN_PROTO_DIR GREENROOM_SODIUM_INCLUDE_DIR
        GREENROOM_SODIUM_LIBRARY)
    greenroom_imported_library(Greenroom::sodium
        "${GREENROOM_SODIUM_INCLUDE_DIR}" "${GREENROOM_SODIUM_LIBRARY}")
    if(NOT GREENROOM_PLUGIN_PROTO_DIR)
        greenroom_missing("google/protobuf/compiler/plugin.proto" libprotoc-dev)
    endif()
    if(NOT TARGET Greenroom::sodium)
        greenroom_missing("libsodium" libsodium-dev)
    endif()
endmacro()

macro(greenroom_find_cunit)
    find_path(GREENROOM_CUNIT_INCLUDE_DIR CUnit/CUnit.h)
    find_library(GREENROOM_CUNIT_LIBRARY cunit)
    mark_as_advanced(GREENROOM_CUNIT_INCLUDE_DIR GREENROOM_CUNIT_LIBRARY)
    greenroom_imported_library(Greenroom::cunit
        "${GREENROOM_CUNIT_INCLUDE_DIR}" "${GREENROOM_CUNIT_LIBRARY}")
    if(NOT TARGET Greenroom::cunit)
        greenroom_missing("CUnit, for the tests" libcunit1-dev)
    endif()
endmacro()

# GREENROOM_WITH_FCONTEXT: a C program that switches by Boost.Context's archive links without C++.
# Otherwise fibers are built on ucontext, which is correct and forty times slower.
macro(greenroom_check_fcontext)
    if(TARGET Greenroom::fcontext)
        set(CMAKE_REQUIRED_LIBRARIES "${GREENROOM_FCONTEXT_LIBRARY}")
        check_c_source_compiles("
            typedef struct { void *context, *data; } transfer;
            transfer jump_fcontext(void *to, void *data);
            void *make_fcontext(void *stack, unsigned long size, void (*entry)(transfer));
            int main(void) { return jump_fcontext(make_fcontext(0, 0, 0), 0).data != 0; }
            " GREENROOM_WITH_FCONTEXT)
        unset(CMAKE_REQUIRED_LIBRARIES)
    endif()
    if(NOT GREENROOM_WITH_FCONTEXT)
        message(STATUS "Boost.Context's archive is not usable here (Debian: libboost-context-dev): "
            "fibers switch by ucontext, which is slower")
    endif()
endmacro()
