/** All saboteurs. To add one, write it here and see in `test/saboteurs.test.ts` which case catches it. */
import { committing } from "./commits.ts"
import { claiming } from "./outboxes.ts"
import { reading } from "./reads.ts"
import type { Saboteur } from "./Saboteur.ts"

export const saboteurs: readonly Saboteur[] = [...committing, ...reading, ...claiming]
