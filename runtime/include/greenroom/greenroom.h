/* SPDX-License-Identifier: MIT */
/* Everything an application uses of Greenroom, in one include. */
#ifndef GREENROOM_GREENROOM_H
#define GREENROOM_GREENROOM_H

#include "greenroom/actor.h"
#include "greenroom/call.h"
#include "greenroom/child.h"
#include "greenroom/code.h"
#include "greenroom/future.h"
#include "greenroom/letter.h"
#include "greenroom/log.h"
#include "greenroom/machine.h"
#include "greenroom/monitor.h"
#include "greenroom/node.h"
#include "greenroom/supervise.h"

#endif
