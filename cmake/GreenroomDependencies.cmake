# SPDX-License-Identifier: MIT
#
# Finds the libraries Greenroom stands on and gives each a target: Greenroom::nng,
# Greenroom::protobuf-c, Greenroom::fcontext. Included by Greenroom's own build and, installed, by
# GreenroomConfig.cmake, so that both look in the same way. What is missing is named with its Debian
# package in GREENROOM_MISSING, a list that is empty when all is there.

set(GREENROOM_PROTOBUF_C_MINIMUM 1.4.1)
set(GREENROOM_MISSING "")

macro(greenroom_missing what package)
    list(APPEND GREENROOM_MISSING "${what} (Debian: ${package})")
endmacro()

# A library without a CMake package of its own: header and library become an imported target.
# Left alone where the header or the library isn't found.
function(greenroom_imported_library target include_dir library)
    if(NOT TARGET ${target} AND include_dir AND library)
        add_library(${target} UNKNOWN IMPORTED GLOBAL)
        set_target_properties(${target} PROPERTIES
            IMPORTED_LOCATION "${library}"
            INTERFACE_INCLUDE_DIRECTORIES "${include_dir}")
    endif()
endfunction()

# nng: distributions ship its CMake package (and most of them no .pc file).
macro(greenroom_find_nng)
    if(NOT TARGET nng::nng)
        find_package(nng CONFIG QUIET)
        if(TARGET nng::nng)
            set_target_properties(nng::nng PROPERTIES IMPORTED_GLOBAL TRUE)
        endif()
    endif()
    if(TARGET nng::nng)
        if(NOT TARGET Greenroom::nng)
            add_library(Greenroom::nng INTERFACE IMPORTED GLOBAL)
            set_target_properties(Greenroom::nng PROPERTIES INTERFACE_LINK_LIBRARIES nng::nng)
        endif()
    else()
        find_path(GREENROOM_NNG_INCLUDE_DIR nng/nng.h)
        find_library(GREENROOM_NNG_LIBRARY nng)
        mark_as_advanced(GREENROOM_NNG_INCLUDE_DIR GREENROOM_NNG_LIBRARY)
        greenroom_imported_library(Greenroom::nng
            "${GREENROOM_NNG_INCLUDE_DIR}" "${GREENROOM_NNG_LIBRARY}")
    endif()
    if(NOT TARGET Greenroom::nng)
        greenroom_missing("nng 1.5.2 or a newer 1.x" libnng-dev)
    endif()
endmacro()

# protobuf-c: the version stands in its header.
macro(greenroom_find_protobuf_c)
    find_path(GREENROOM_PROTOBUF_C_INCLUDE_DIR protobuf-c/protobuf-c.h)
    find_library(GREENROOM_PROTOBUF_C_LIBRARY protobuf-c)
    mark_as_advanced(GREENROOM_PROTOBUF_C_INCLUDE_DIR GREENROOM_PROTOBUF_C_LIBRARY)
    set(GREENROOM_PROTOBUF_C_VERSION 0)
    if(GREENROOM_PROTOBUF_C_INCLUDE_DIR)
        file(STRINGS "${GREENROOM_PROTOBUF_C_INCLUDE_DIR}/protobuf-c/protobuf-c.h"
            greenroom_line REGEX "define PROTOBUF_C_VERSION[ \t]")
        string(REGEX MATCH "[0-9.]+" GREENROOM_PROTOBUF_C_VERSION "${greenroom_line}")
    endif()
    if(NOT GREENROOM_PROTOBUF_C_VERSION VERSION_LESS GREENROOM_PROTOBUF_C_MINIMUM)
        greenroom_imported_library(Greenroom::protobuf-c
            "${GREENROOM_PROTOBUF_C_INCLUDE_DIR}" "${GREENROOM_PROTOBUF_C_LIBRARY}")
    endif()
    if(NOT TARGET Greenroom::protobuf-c)
        greenroom_missing("protobuf-c ${GREENROOM_PROTOBUF_C_MINIMUM} or newer"
            libprotobuf-c-dev)
    endif()
endmacro()

# Boost.Context's switch of fibers: the archive, by its path. The shared library would bring
# libstdc++ along; of the archive only the assembler's objects are taken.
macro(greenroom_find_fcontext)
    find_library(GREENROOM_FCONTEXT_LIBRARY NAMES libboost_context.a libboost_context-mt.a)
    mark_as_advanced(GREENROOM_FCONTEXT_LIBRARY)
    if(GREENROOM_FCONTEXT_LIBRARY AND NOT TARGET Greenroom::fcontext)
        add_library(Greenroom::fcontext STATIC IMPORTED GLOBAL)
        set_target_properties(Greenroom::fcontext PROPERTIES
            IMPORTED_LOCATION "${GREENROOM_FCONTEXT_LIBRARY}")
    endif()
endmacro()

# protoc, protoc-c's plugin, and the folders of the .proto files that schemas import.
macro(greenroom_find_protoc)
    find_program(GREENROOM_PROTOC protoc)
    find_program(GREENROOM_PROTOC_GEN_C NAMES protoc-gen-c)
    find_path(GREENROOM_PROTOBUF_PROTO_DIR google/protobuf/descriptor.proto)
    find_path(GREENROOM_PROTOBUF_C_PROTO_DIR protobuf-c/protobuf-c.proto)
    mark_as_advanced(GREENROOM_PROTOC GREENROOM_PROTOC_GEN_C GREENROOM_PROTOBUF_PROTO_DIR
        GREENROOM_PROTOBUF_C_PROTO_DIR)
    if(NOT GREENROOM_PROTOC)
        greenroom_missing("protoc" protobuf-compiler)
    endif()
    if(NOT GREENROOM_PROTOC_GEN_C)
        greenroom_missing("protoc-gen-c" protobuf-c-compiler)
    endif()
    if(NOT GREENROOM_PROTOBUF_PROTO_DIR)
        greenroom_missing("google/protobuf/descriptor.proto" libprotobuf-dev)
    endif()
    if(NOT GREENROOM_PROTOBUF_C_PROTO_DIR)
        greenroom_missing("protobuf-c/protobuf-c.proto" libprotobuf-c-dev)
    endif()
endmacro()
