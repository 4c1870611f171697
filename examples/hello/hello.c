/* SPDX-License-Identifier: MIT */
/* The smallest whole program: one actor that greets, called by the main thread. */
#include <greenroom/greenroom.h>
#include <stdio.h>
#include <string.h>

#include "hello.gr.h"

struct hello_greeter_self {
    int greeted; /* the actor's state: its handlers run one at a time, so it needs no lock */
};

static gr_code on_greet(struct hello_greeter_self *self, gr_context *ctx, const hello_name *request,
                        hello_greeting *reply)
{
    size_t size = strlen(request->name) + 64;
    reply->text = gr_alloc(ctx, size); /* lives until the reply has been copied */
    if (request->name[0] == '\0') {
        return gr_fail(ctx, GR_INVALID_ARGUMENT, "whom shall I greet?");
    }
    if (reply->text == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    snprintf(reply->text, size, "Hello, %s! You are number %d.", request->name, ++self->greeted);
    return GR_OK;
}

static const hello_greeter_type greeter_type = HELLO_GREETER_TYPE(on_, HELLO_GREETER_NO_HOOKS);

static gr_code greet(hello_greeter greeter, const char *name, gr_error *error)
{
    hello_greeting *greeting;
    hello_name request = { .name = (char *)name }; /* zeroed structs are valid messages */
    gr_code code = hello_greeter_greet_sync(greeter, &request, NULL, &greeting, error);
    if (code == GR_OK) {
        printf("%s\n", greeting->text);
        gr_free(greeting); /* one call frees the whole reply */
    }
    return code;
}

int main(void)
{
    gr_node *node;
    hello_greeter greeter;
    gr_error error = GR_ERROR_INIT;
    gr_code code = gr_node_create(NULL, &node);
    if (code != GR_OK) {
        fprintf(stderr, "no node: %s\n", gr_code_name(code));
        return 1;
    }
    code = hello_greeter_spawn(node, &greeter_type, NULL, &greeter, &error);
    if (code == GR_OK) {
        code = greet(greeter, "Ada", &error);
    }
    if (code == GR_OK) {
        code = greet(greeter, "Joe", &error);
    }
    if (code == GR_OK) {
        code = greet(greeter, "", &error);
        printf("%s: %s\n", gr_code_name(code), error.message);
    }
    gr_error_fini(&error);
    return gr_node_destroy(node, NULL) == GR_OK && code == GR_INVALID_ARGUMENT ? 0 : 1;
}
