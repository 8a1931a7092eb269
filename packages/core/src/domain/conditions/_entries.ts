// Generated from the files beside it by `pnpm codegen`; do not edit.
export { allOf } from "./all-of.ts"
export { anyOf } from "./any-of.ts"
export { countryIn } from "./country-in.ts"
export { minimumTotal } from "./minimum-total.ts"
export { newCustomer } from "./new-customer.ts"
export { not } from "./not.ts"
export { pastOrders } from "./past-orders.ts"
export { segmentIn } from "./segment-in.ts"
