// Generated from the files beside it by `pnpm codegen`; do not edit.
import { access } from "./access.ts"
import { badge } from "./badge.ts"
import { cash } from "./cash.ts"
import { commission } from "./commission.ts"
import { donation } from "./donation.ts"
import { fixedOff } from "./fixed-off.ts"
import { freeProduct } from "./free-product.ts"
import { giftCard } from "./gift-card.ts"
import { invitation } from "./invitation.ts"
import { percentOff } from "./percent-off.ts"
import { points } from "./points.ts"
import { storeCredit } from "./store-credit.ts"
import { vipStatus } from "./vip-status.ts"

export const catalog = [access, badge, cash, commission, donation, fixedOff, freeProduct, giftCard, invitation, percentOff, points, storeCredit, vipStatus] as const
