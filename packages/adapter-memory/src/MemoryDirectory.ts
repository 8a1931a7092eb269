/** Who people are, in memory: opaque ids, and keyed hashes of what identifies them. */
import { Directory, type Ids } from "@goodword/core"
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex } from "@noble/hashes/utils.js"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export interface DirectoryOptions {
  /** Keys the hashes of e-mail addresses; random unless given. Whoever keeps a snapshot keeps this too. */
  readonly printKey?: string
  /** Makes the opaque ids of people; random unless given. */
  readonly newId?: () => string
}

/**
 * Makes a directory in memory.
 *
 * @param people who is known already, by tenant, kind and the store's own id; new people are added to it
 */
export const memoryDirectory = (
  options: DirectoryOptions = {},
  people: Map<string, string> = new Map()
): Directory.DirectoryShape => {
  const newId = options.newId ?? (() => `psn_${crypto.randomUUID()}`)
  const { printKey } = options
  const key = printKey === undefined ? crypto.getRandomValues(new Uint8Array(32)) : new TextEncoder().encode(printKey)
  return {
    personFor: (tenant, kind, external) =>
      Effect.sync(() => {
        const name = JSON.stringify([tenant, kind, external])
        const known = people.get(name)
        if (known !== undefined) return known as Ids.PersonId
        const minted = newId()
        people.set(name, minted)
        return minted as Ids.PersonId
      }),
    print: (tenant, kind, folded) =>
      Effect.sync(() => {
        const text = new TextEncoder().encode(JSON.stringify([tenant, kind, folded]))
        return bytesToHex(hmac(sha256, key, text))
      })
  }
}

/** The directory as a layer, for those who compose with Effect. */
export const directoryLayer = (options: DirectoryOptions = {}): Layer.Layer<Directory.Directory> =>
  Layer.sync(Directory.Directory, () => memoryDirectory(options))
