/* SPDX-License-Identifier: MIT */
/* The last stage: text out of a model that was checked. It cannot fail. */
#ifndef GEN_EMIT_H
#define GEN_EMIT_H

#include "model.h"

/* The text of x.gr.h and of x.gr.c. */
const char *gen_emit_header(const struct gen_model *model, const struct gen_file *file);
const char *gen_emit_source(const struct gen_model *model, const struct gen_file *file);

/* A starter .c for an actor of the service, to be written once. */
const char *gen_emit_skeleton(const struct gen_model *model, const struct gen_service *service);

/* The picture of a service that is a machine: as a page of Markdown, mermaid and a table in it; and
 * for Graphviz. */
const char *gen_emit_markdown(const struct gen_model *model, const struct gen_service *service);
const char *gen_emit_dot(const struct gen_model *model, const struct gen_service *service);

#endif
