/** How purses follow from the rewards in them. */
import type * as Fact from "./Fact.ts"
import { type Fold, put, read } from "./Fold.ts"
import type { FactKey } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import { isWaiting } from "./Lot.ts"

/** How many lots a page holds. */
export const pageMax = 32

/**
 * Puts a reward, and its purse where the reward came to wait there or waits there no more. A lot that comes back stands
 * where it stood.
 */
export const putReward = (fold: Fold, before: Fact.Reward | null, reward: Fact.Reward): void => {
  const { person, purse, recorded } = reward
  const isIn = isWaiting(reward)
  const wasIn = before !== null && before.key === reward.key && isWaiting(before)
  if (purse === null || isIn === wasIn) return put(fold, reward.key, reward)
  const key = Key.purse(purse, person, reward.amount.unit)
  const known = read(fold, key) ?? empty(reward)
  if (!isIn) {
    put(fold, key, { ...known, live: counted(known.live, reward.page ?? known.page, -1), recorded })
    return put(fold, reward.key, reward)
  }
  if (reward.page !== null) {
    put(fold, key, { ...known, live: counted(known.live, reward.page, 1), recorded })
    return put(fold, reward.key, reward)
  }
  put(fold, reward.key, { ...reward, page: known.page })
  append(fold, key, known, reward.key, recorded)
}

const empty = ({ amount, person, recorded }: Fact.Reward): Fact.Purses => ({
  person,
  unit: amount.unit,
  page: 1,
  open: [],
  live: [],
  recorded
})

const append = (
  fold: Fold,
  key: FactKey<Fact.Purses>,
  known: Fact.Purses,
  lot: FactKey<Fact.Reward>,
  recorded: Instant
): void => {
  // A later generation stands under the key of the one before it, which waits no more.
  const open = [...known.open.filter((one) => one !== lot), lot]
  const live = counted(known.live, known.page, 1)
  if (open.length < pageMax) return put(fold, key, { ...known, open, live, recorded })
  put(fold, Key.pursePage(key, known.page), { lots: open, recorded })
  put(fold, key, { ...known, page: known.page + 1, open: [], live, recorded })
}

const counted = (live: Fact.Purses["live"], page: number, by: number): Fact.Purses["live"] => {
  const at = live.findIndex((one) => one.page >= page)
  const found = live[at]
  if (found?.page !== page) return live.toSpliced(at < 0 ? live.length : at, 0, { page, lots: by })
  const lots = found.lots + by
  return lots === 0 ? live.toSpliced(at, 1) : live.with(at, { page, lots })
}
