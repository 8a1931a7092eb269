/** The door that tells an advocate where they stand: their tier, until when, and what the next one takes. */
import * as Effect from "effect/Effect"
import type { Compiled } from "../domain/Compile.ts"
import type * as Fact from "../domain/Fact.ts"
import type { PersonId, ProgramId } from "../domain/Ids.ts"
import * as Instant from "../domain/Instant.ts"
import * as Key from "../domain/Key.ts"
import * as Tier from "../domain/Tier.ts"
import * as Wire from "../domain/Wire.ts"
import type { StoreError } from "../ports/PortError.ts"
import type { Config } from "./Doors.ts"
import { Refusal, type Refused } from "./EngineError.ts"
import type * as Output from "./Output.ts"
import * as ProgramCache from "./ProgramCache.ts"

type Asked = (program: ProgramId, person: PersonId) => Effect.Effect<Output.Standing, Refused | StoreError>

export const make = ({ catalogs, now, store, tenant }: Config): Asked => {
  const cache = ProgramCache.make(store, tenant, catalogs)
  return Effect.fnUntraced(function* (program, person) {
    const keys = [Key.program(program), Key.advocate(program, person)]
    const loaded = yield* store.load(tenant, { receipts: [], facts: keys, counters: [] })
    const factAt = (key: string | undefined): unknown => {
      const found = loaded.facts.find((one) => one.key === key)
      return found === undefined ? null : Wire.decode(found.value)
    }
    const head = factAt(keys[0]) as Fact.ProgramHead | null
    if (head === null) return yield* Effect.fail(new Refusal({ _tag: "ProgramUnknown", program }) as Refused)
    const version = Key.programVersion(program, head.version)
    if (!cache.programs.has(version)) yield* cache.fetch([version])
    const live = cache.programs.get(version)
    const advocate = factAt(keys[1]) as Fact.Advocate | null
    return told(live?.tiers ?? [], advocate ?? { qualified: 0 }, now(), { program, person })
  })
}

const told = (
  tiers: Compiled["tiers"],
  advocate: Tier.Scored,
  now: Instant.Instant,
  who: Pick<Output.Standing, "program" | "person">
): Output.Standing => {
  const tier = Tier.at(tiers, advocate, now)
  const next = tiers[tier === undefined ? 0 : tiers.indexOf(tier) + 1]
  const until = tier === undefined ? null : Tier.until(tier, advocate, now)
  const scoreOf = (one: Tier.Compiled): bigint => Tier.scoreFor(one, advocate, now)
  const missing = next === undefined ? 0n : next.least - scoreOf(next)
  return {
    ...who,
    friends: advocate.qualified,
    tier:
      tier === undefined
        ? null
        : {
            id: tier.id,
            counted: Tier.worded(tier, scoreOf(tier)),
            from: Tier.worded(tier, tier.least),
            until: until === null ? null : Instant.format(until)
          },
    next:
      next === undefined
        ? null
        : {
            id: next.id,
            counted: Tier.worded(next, scoreOf(next)),
            from: Tier.worded(next, next.least),
            missing: Tier.worded(next, missing > 0n ? missing : 0n)
          }
  }
}
