/** Who stands on no leaderboard. */
import type { Entry } from "./Entry.ts"
import * as Names from "./Names.ts"
import type { Notes } from "./Report.ts"
import { compare, type Row } from "./Rows.ts"

interface Listing {
  isListed: boolean
  changes: number
  last: number
  isStored: boolean
}

export interface Listings {
  readonly read: (entry: Entry) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
}

export const make = (notes: Notes): Listings => {
  const listings = new Map<string, Listing>()
  return {
    read: (entry) => {
      if (entry.type !== "ListingChanged") return
      const key = `listing/${Names.part(entry.person)}`
      const { changes, isListed } = listings.get(key) ?? { changes: 0, isListed: true }
      notes.same("referral-walk", entry.id, "it was listed before", `${!entry.isListed}`, `${isListed}`)
      listings.set(key, { isListed: entry.isListed, changes: changes + 1, last: entry.recorded, isStored: false })
    },
    row: (key, value) => {
      const known = listings.get(key)
      if (known === undefined) return false
      known.isStored = true
      const { changes, isListed, last } = known
      compare(notes, "referral-fact", key, { isListed, changes, recorded: last }, value)
      return true
    },
    rows: () => listings
  }
}
