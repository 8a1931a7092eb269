// Generated from the files beside it by `pnpm codegen`; do not edit.
export { countryIn } from "./country-in.ts"
export { minimumTotal } from "./minimum-total.ts"
export { newCustomer } from "./new-customer.ts"
