import { make } from "../Evidence.ts"
import type { Pair } from "../Guard.ts"

/** No e-mail address of the friend, folded to its mailbox, is one of the advocate's. Only keyed hashes are compared. */
export const sharedEmail = ({ advocatePrints, friendPrints }: Pick<Pair, "advocatePrints" | "friendPrints">) =>
  make("shared-email", !friendPrints.some((print) => advocatePrints.includes(print)))
