/** One number for a whole run: the same events in the same order give the same digest. */
import { createHash } from "node:crypto"
import type { Store } from "@goodword/core"

export interface Digest {
  readonly add: (event: Store.PlacedEvent) => void
  readonly hex: () => string
}

export const make = (): Digest => {
  const hash = createHash("sha256")
  return {
    add: (event) => {
      hash.update(`${JSON.stringify(event, (_, value) => (typeof value === "bigint" ? `${value}` : value))}\n`)
    },
    hex: () => hash.digest("hex")
  }
}
