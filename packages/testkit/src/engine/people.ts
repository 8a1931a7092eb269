/**
 * The directory of the engine's cases: a function, so that who somebody is depends on no store and on nobody's order.
 * It serves this suite alone: a real one keeps what it knows, and keys its hashes.
 */
import type { Directory, Ids } from "@goodword/core"
import * as Effect from "effect/Effect"

const prime = 1_099_511_628_211n
const offset = 14_695_981_039_346_656_037n

/** FNV-1a of 64 bits: nobody reads the text in it. */
const digest = (text: string): string => {
  let hash = offset
  for (const unit of text) hash = BigInt.asUintN(64, (hash ^ BigInt(unit.codePointAt(0) ?? 0)) * prime)
  return hash.toString(16).padStart(16, "0")
}

export const personOf = (kind: "customer" | "visitor", external: string): Ids.PersonId =>
  `psn_${digest(`${kind} ${external}`)}` as Ids.PersonId

export const people: Directory.DirectoryShape = {
  personFor: (_tenant, kind, external) => Effect.succeed(personOf(kind, external)),
  print: (tenant, kind, folded) => Effect.succeed(digest(`${tenant} ${kind} ${folded}`))
}
