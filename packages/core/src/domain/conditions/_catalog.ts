// Generated from the files beside it by `pnpm codegen`; do not edit.
import { allOf } from "./all-of.ts"
import { anyOf } from "./any-of.ts"
import { countryIn } from "./country-in.ts"
import { minimumTotal } from "./minimum-total.ts"
import { newCustomer } from "./new-customer.ts"
import { not } from "./not.ts"
import { pastOrders } from "./past-orders.ts"
import { segmentIn } from "./segment-in.ts"

export const catalog = [allOf, anyOf, countryIn, minimumTotal, newCustomer, not, pastOrders, segmentIn] as const
