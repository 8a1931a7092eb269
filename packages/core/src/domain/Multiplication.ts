/**
 * What a reward is worth while a special event is on, or to an advocate of a tier. The kind says what it is worth once, rounded as it rounds; that is
 * multiplied exactly and rounded once more, half away from zero. Of several multipliers the greatest counts, never their
 * product. A grant keeps its multiplier, so that what is computed again after a refund is multiplied by the same.
 */
import type { Compiled, Rule } from "./Compile.ts"
import { type Evidence, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"
import { unwrap } from "./internal/assert.ts"
import type { Money } from "./Money.ts"
import * as Multiplier from "./Multiplier.ts"
import * as SpecialEvent from "./SpecialEvent.ts"
import type { Compiled as Tier } from "./Tier.ts"

export interface Multiplication {
  readonly by: Multiplier.Multiplier
  /** As a grant keeps it. */
  readonly multiplied: string
  readonly because: Evidence
}

/** What multiplies a reward of a rule for an order of some time; `undefined` where nothing does. */
export const of = (
  rule: Rule,
  { events }: Compiled,
  tier: Tier | undefined,
  at: Instant
): Multiplication | undefined => {
  // A percentage of a later order and a badge are no amounts.
  if (rule.kind.form !== "value") return undefined
  const event = SpecialEvent.best(events, rule.id, at)
  const ofTier = rule.side === "advocate" ? (tier?.by ?? null) : null
  const isEvent = event !== undefined && (ofTier === null || Multiplier.compare(event.by, ofTier) >= 0n)
  const by = isEvent ? event.by : ofTier
  if (by === null) return undefined
  const multiplied = Multiplier.format(by)
  const source = isEvent ? (["special-event", event.id] as const) : (["tier", tier?.id ?? ""] as const)
  return { by, multiplied, because: passed(source[0], source[1], `${multiplied} times`) }
}

export const apply = ({ by }: Multiplication, once: Money): Money => ({
  minor: Multiplier.apply(by, once.minor),
  unit: once.unit
})

/** What is worth something once, as often as the grant was. */
export const again = ({ multiplied }: Fact.Reward, once: bigint): bigint =>
  multiplied === undefined ? once : Multiplier.apply(unwrap(Multiplier.parse(multiplied)), once)
