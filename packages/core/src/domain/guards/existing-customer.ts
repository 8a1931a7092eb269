import { type Evidence, make } from "../Evidence.ts"
import type { Pair } from "../Guard.ts"

/** The friend is new, unless the program is for everybody. */
export const existingCustomer = ({ known, program }: Pick<Pair, "known" | "program">): Evidence =>
  make(
    "existing-customer",
    known === "new" || !program.newCustomersOnly,
    known,
    program.newCustomersOnly ? "new" : "anybody"
  )
