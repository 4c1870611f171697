# SPDX-License-Identifier: MIT
#
# What `cmake --install` puts where: one include folder serves the C compiler and protoc.

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Greenroom")

# --- libraries, plugin ---------------------------------------------------------------------------
# The archives of messages belong to either kind of library; they go with an export of their own.
install(TARGETS greenroom_ref greenroom_wkt EXPORT Greenroom-messages)
install(TARGETS greenroom_static EXPORT Greenroom-static)
install(TARGETS greenroom_shared EXPORT Greenroom-shared)
install(TARGETS greenroom_actors EXPORT Greenroom-actors)
foreach(export messages static shared actors)
    install(EXPORT Greenroom-${export} NAMESPACE Greenroom:: DESTINATION "${package_dir}")
endforeach()
if(TARGET protoc-gen-greenroom)
    install(TARGETS protoc-gen-greenroom)
endif()

# --- headers, schemas ----------------------------------------------------------------------------
install(DIRECTORY "${PROJECT_SOURCE_DIR}/runtime/include/" "${PROJECT_SOURCE_DIR}/actors/include/"
    "${PROJECT_BINARY_DIR}/include/"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/schemas/"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.proto")

# --- find_package --------------------------------------------------------------------------------
get_filename_component(GREENROOM_FCONTEXT_NAME "${GREENROOM_FCONTEXT_LIBRARY}" NAME)
get_filename_component(GREENROOM_FCONTEXT_DIR "${GREENROOM_FCONTEXT_LIBRARY}" DIRECTORY)
configure_package_config_file(
    "${CMAKE_CURRENT_LIST_DIR}/GreenroomConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/package/GreenroomConfig.cmake"
    INSTALL_DESTINATION "${package_dir}"
    PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/GreenroomConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES
    "${PROJECT_BINARY_DIR}/package/GreenroomConfig.cmake"
    "${PROJECT_BINARY_DIR}/package/GreenroomConfigVersion.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/GreenroomDependencies.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/GreenroomGenerate.cmake"
    DESTINATION "${package_dir}")

# --- pkg-config ----------------------------------------------------------------------------------
# The file finds its prefix from where it lies, so that an installed tree can be moved.
file(RELATIVE_PATH GREENROOM_PC_UP "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" GREENROOM_PC_UP "${GREENROOM_PC_UP}")
set(GREENROOM_PC_PRIVATE "-lnng -pthread")
if(GREENROOM_WITH_FCONTEXT)
    string(PREPEND GREENROOM_PC_PRIVATE "${GREENROOM_FCONTEXT_LIBRARY} ")
endif()
configure_file("${CMAKE_CURRENT_LIST_DIR}/greenroom.pc.in"
    "${PROJECT_BINARY_DIR}/package/greenroom.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/package/greenroom.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
