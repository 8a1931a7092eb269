import { type Evidence, failed, passed } from "../Evidence.ts"

/** How many rewards of one offer may be had in one period. As with a budget, only a refusal says what is used. */
export const cap = (used: bigint, count: bigint, period: string): Evidence =>
  used < count
    ? passed("cap", undefined, `${count} in ${period}`)
    : failed("cap", `${used} used`, `${count} in ${period}`)
