/* Inside base. */
#ifndef KANBAO_BASE_INT_H
#define KANBAO_BASE_INT_H

#include <stdbool.h>

/*
 * Takes files, network, processes and programs away from this process, for
 * good. False where the system can't.
 */
bool kb_sandbox_lock(void);

#endif
