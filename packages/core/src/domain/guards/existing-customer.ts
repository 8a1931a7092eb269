import { make } from "../Evidence.ts"
import type { Guard } from "../Guard.ts"

/** The friend is new, unless the program is for everybody. */
export const existingCustomer: Guard = ({ isNew, program }) =>
  make(
    "existing-customer",
    isNew || !program.newCustomersOnly,
    isNew ? "new" : "known",
    program.newCustomersOnly ? "new" : "anybody"
  )
