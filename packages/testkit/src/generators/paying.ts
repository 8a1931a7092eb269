/** Steps of payout runs and of what has to be on file for them. */
import { type Command, type Fact, type Ids, type Instant, Money } from "@goodword/core"
import { nth, rewardsOf, under } from "./found.ts"
import type { Step } from "./steps.ts"
import { unwrap } from "./unwrap.ts"
import type { World } from "./World.ts"

type OfPayouts = Extract<Step, { do: "payout" | "tax" }>

const people = [0, 1, 2, 3, 4].map((n) => `p${n}` as Ids.PersonId)

const money = (text: string): Money.Money => unwrap(Money.parse(text))

/** The unit of what waits for a payout, where anything does. */
const unitOf = (world: World, otherwise: Money.Money["unit"]): Money.Money["unit"] =>
  rewardsOf(world).find(({ purse }) => purse === "payout")?.amount.unit ?? otherwise

const runsOf = (world: World): readonly Fact.Payout[] =>
  under<Fact.Payout | Fact.PayoutItem>(world, "run/").filter((one) => "holdMs" in one)

const itemsOf = (world: World): readonly Fact.PayoutItem[] =>
  under<Fact.Payout | Fact.PayoutItem>(world, "run/").filter((one) => "reference" in one)

export const ofPayouts = (step: OfPayouts, at: Instant.Instant, world: World): readonly Command[] =>
  step.do === "tax" ? taxing(step, at, world) : paying(step, at, world)

const taxing = (
  { amount, filed, person }: Extract<Step, { do: "tax" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  if (person !== null) {
    const onFile = filed ? [{ field: "form", reference: `doc-${person}` }] : []
    const country = person % 2 === 0 ? "US" : null
    return [{ _tag: "FileTaxDetails", at, person: `p${person}` as Ids.PersonId, country, onFile }]
  }
  const { minor, unit } = money(amount)
  const sum = { minor: (minor % 2_500n) + 1n, unit: unitOf(world, unit) }
  const threshold = { id: "yearly", from: 2026, country: filed ? "US" : null, amount: sum, fields: ["form"] }
  const later = { ...threshold, from: 2027, amount: { ...sum, minor: sum.minor * 2n } }
  return [{ _tag: "SetTaxThresholds", at, thresholds: [threshold, later] }]
}

const selecting = (run: string, unit: Money.Money["unit"], at: Instant.Instant): readonly Command[] =>
  people.map((person) => ({ _tag: "SelectPayout", at, run, person, unit }))

const paying = (
  { amount, ms, nth: n, what }: Extract<Step, { do: "payout" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const runs = runsOf(world)
  switch (what) {
    case "open":
    case "run": {
      const { minor, unit } = money(amount)
      const minimum = { minor: n % 2 === 0 ? 0n : minor % 1_500n, unit: unitOf(world, unit) }
      const run = `run ${runs.length}`
      const by = n % 2 === 0 ? {} : { by: "kim" }
      const opened: Command = { _tag: "OpenPayout", at, run, minimum, holdMs: ms, ...by }
      const approved: readonly Command[] = n % 3 === 0 ? [] : [{ _tag: "ApprovePayout", at, run, by: "lee" }]
      return what === "open" ? [opened] : [opened, ...selecting(run, minimum.unit, at), ...approved]
    }
    // Now and then somebody is slow, and it is no longer open.
    case "select": {
      const open = runs.filter(({ state }) => state === "open")
      return nth(open.length === 0 ? runs : open, n).flatMap(({ minimum: { unit }, run }) => selecting(run, unit, at))
    }
    case "approve":
      return nth(runs, n).map(({ run }) => ({ _tag: "ApprovePayout", at, run, by: n % 3 === 0 ? "kim" : "lee" }))
    case "paid":
    case "failed": {
      const items = itemsOf(world)
      const open = items.filter(({ state }) => state === "selected" || state === "approved")
      return nth(open.length === 0 ? items : open, n).map(({ person, run }) =>
        what === "paid"
          ? { _tag: "PaidPayout", at, run, person, reference: `payment ${n}` }
          : { _tag: "FailPayout", at, run, person, reason: "no account" }
      )
    }
    case "close":
      return nth(runs, n).map(({ run }) => ({ _tag: "ClosePayout", at, run }))
  }
}
