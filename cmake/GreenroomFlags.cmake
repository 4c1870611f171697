# SPDX-License-Identifier: MIT
#
# How Greenroom's own code is compiled: the language, warnings, sanitizers.

if(GREENROOM_SANITIZE STREQUAL "address")
    set(GREENROOM_SANITIZE_FLAGS -fsanitize=address,undefined -fno-sanitize-recover=all)
elseif(GREENROOM_SANITIZE STREQUAL "thread")
    set(GREENROOM_SANITIZE_FLAGS -fsanitize=thread)
elseif(GREENROOM_SANITIZE)
    message(FATAL_ERROR "GREENROOM_SANITIZE is address or thread, not '${GREENROOM_SANITIZE}'")
endif()
if(GREENROOM_SANITIZE)
    add_compile_options(${GREENROOM_SANITIZE_FLAGS} -fno-omit-frame-pointer)
    add_link_options(${GREENROOM_SANITIZE_FLAGS})
endif()
if(GREENROOM_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang" OR NOT GREENROOM_SANITIZE STREQUAL "address")
        message(FATAL_ERROR
            "GREENROOM_FUZZ needs -DCMAKE_C_COMPILER=clang -DGREENROOM_SANITIZE=address")
    endif()
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# For all of ours, generated code too: the language. Code that suspends keeps the guard pages
# below its stack honest, however big its frames are.
function(greenroom_language target)
    set_target_properties(${target} PROPERTIES
        C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF C_VISIBILITY_PRESET hidden)
    target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
    target_compile_options(${target} PRIVATE -fstack-clash-protection)
endfunction()

# For what we wrote, and what our generator writes.
function(greenroom_warnings target)
    target_compile_options(${target} PRIVATE -Wall -Wextra)
    if(GREENROOM_DEVELOPER)
        target_compile_options(${target} PRIVATE -Wshadow -Wconversion -Wstrict-prototypes
            -Wmissing-prototypes -Wundef)
        if(NOT GREENROOM_SANITIZE)      # gcc suspects too much of code that is instrumented
            target_compile_options(${target} PRIVATE -Werror)
        endif()
    endif()
endfunction()
