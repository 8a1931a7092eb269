/** All saboteurs. To add one, write it here and name the cases that catch it in `test/caught-by.ts`. */
import { committing } from "./commits.ts"
import { keeping } from "./erasures.ts"
import { claiming } from "./outboxes.ts"
import { naming } from "./places.ts"
import { alone } from "./processes.ts"
import { reading } from "./reads.ts"
import type { Saboteur } from "./Saboteur.ts"
import { mending } from "./texts.ts"

export const saboteurs: readonly Saboteur[] = [
  ...committing,
  ...reading,
  ...mending,
  ...claiming,
  ...naming,
  ...alone,
  ...keeping
]
