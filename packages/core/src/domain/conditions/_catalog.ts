// Generated from the files beside it by `pnpm codegen`; do not edit.
import { countryIn } from "./country-in.ts"
import { minimumTotal } from "./minimum-total.ts"
import { newCustomer } from "./new-customer.ts"

export const catalog = [countryIn, minimumTotal, newCustomer] as const
