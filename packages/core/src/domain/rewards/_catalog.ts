// Generated from the files beside it by `pnpm codegen`; do not edit.
import { fixedOff } from "./fixed-off.ts"
import { giftCard } from "./gift-card.ts"
import { percentOff } from "./percent-off.ts"
import { points } from "./points.ts"
import { storeCredit } from "./store-credit.ts"

export { fixedOff, giftCard, percentOff, points, storeCredit }
export const catalog = [fixedOff, giftCard, percentOff, points, storeCredit] as const
