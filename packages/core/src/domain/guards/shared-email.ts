import { type Evidence, yesOrNo } from "../Evidence.ts"
import type { Pair } from "../Guard.ts"

const evidence = yesOrNo("shared-email")

/** No e-mail address of the friend, folded to its mailbox, is one of the advocate's. Only keyed hashes are compared. */
export const sharedEmail = ({
  advocatePrints,
  friendPrints
}: Pick<Pair, "advocatePrints" | "friendPrints">): Evidence =>
  evidence(!friendPrints.some((print) => advocatePrints.includes(print)))
