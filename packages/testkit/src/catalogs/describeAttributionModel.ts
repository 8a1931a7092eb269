/** Proves an attribution model: it picks one of the touches that it is given, whatever order they arrived in. */
import { type AttributionModel, Catalogs, type Fact, type Ids, type Instant } from "@goodword/core"
import fc from "fast-check"
import type { Runner } from "../describeStore.ts"
import { holds, same, show, Unmet } from "../expectations.ts"
import { type Contact, contacts, trail } from "../generators/touches.ts"
import type { World } from "../generators/World.ts"
import type { Verdict } from "../Verdict.ts"
import { law, salesRuns } from "./law.ts"
import { pure } from "./pure.ts"
import { describeSuite, type Options, proveSuite, type Suite, type Trial, trials } from "./Suite.ts"
import { programWith, Till } from "./till.ts"

interface Given {
  readonly seed: number
  readonly model: AttributionModel.AttributionModel
}

type Touches = readonly [Fact.Touch, ...Fact.Touch[]]

const pick = ({ model }: Given, touches: Touches): Fact.Touch =>
  pure(`pick of ${model.model}`, (given) => model.pick(given), touches)

/** Who is credited for what: ids are given out in the order of arrival, and say nothing. */
const credited = ({ advocate, at, source }: Fact.Touch): unknown => ({ advocate, at, source })

const shuffled = (all: readonly Contact[], order: readonly number[]): readonly Contact[] =>
  all
    .map((one, i) => ({ one, place: order[i % order.length] ?? 0 }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one)

const order = fc.array(fc.integer(), { minLength: 16, maxLength: 16 })

const picks: readonly Trial<Given>[] = trials("pick", {
  "is-as-in-the-examples": (given) => {
    for (const { touches, wins } of given.model.examples) same(pick(given, touches).touch, wins, show(touches))
  },
  "is-one-of-the-touches": (given) =>
    law(given, contacts(), (all) => {
      const touches = trail(all)
      const picked = pick(given, touches)
      const isOneOf = touches.some((one) => show(one) === show(picked))
      holds(isOneOf, `${given.model.model} picks ${show(picked)}, which is none of ${show(touches)}`)
    }),
  "reads-no-clock-and-writes-nothing": (given) => law(given, contacts(), (all) => void pick(given, trail(all))),
  "does-not-depend-on-the-order-of-arrival": (given) =>
    law(given, fc.tuple(contacts(), order), ([all, places]) => {
      const [here, there] = [pick(given, trail(all)), pick(given, trail(shuffled(all, places)))]
      same(credited(there), credited(here), `${given.model.model} on the same touches in another order of arrival`)
    }),
  // Summer time, a time zone, or a year more: only what lies between touches may matter.
  "does-not-change-when-all-times-shift": (given) =>
    law(given, fc.tuple(contacts(), fc.integer({ min: -400, max: 4000 })), ([all, days]) => {
      const by = days * 86_400_000 + 3_600_000
      const later = all.map((one) => ({ ...one, at: (one.at + by) as Instant.Instant }))
      const [here, there] = [pick(given, trail(all)), pick(given, trail(later))]
      same(there.at - by, here.at, `${given.model.model} on the same touches, all shifted by ${days} days and an hour`)
    })
})

const advocates = [0, 1, 2, 3, 4].map((n) => `adv_${n}` as Ids.PersonId)
const codeOf = (advocate: Ids.PersonId): Ids.Code => advocate.toUpperCase().replace("_", "-") as Ids.Code
const program = "spring" as Ids.ProgramId
const friend = "bob" as Ids.PersonId
const day = 86_400_000

/** Whom the kernel credits for a sign-up, after touches that arrived in this order. */
const creditedByKernel = ({ model }: Given, all: readonly Contact[], now: number): unknown => {
  const { models } = Catalogs.builtIn
  const catalogs = { ...Catalogs.builtIn, models: new Map([...models, [model.model, model]]) }
  const document = programWith({ attribution: { model: model.model, window: "30 days" } })
  const { world } = new Till(document, catalogs)
  for (const person of advocates) {
    world.run({ _tag: "EnrollAdvocate", at: world.now, program, person, codes: [codeOf(person)] })
  }
  world.sleep(now)
  all.forEach(({ advocate, at, source }, i) => {
    world.run({ _tag: "RecordTouch", at, touch: `t${i + 10}`, code: codeOf(advocate), subject: friend, source })
  })
  world.run({ _tag: "RecordSignup", at: world.now, person: friend })
  return creditIn(world)
}

const creditIn = ({ events }: World): unknown => {
  const referral = events.find((one) => one._tag === "ReferralAttributed")
  const touch = events.find((one) => one._tag === "TouchRecorded" && one.touch === referral?.touch)
  return referral === undefined ? null : { advocate: referral.advocate, at: touch?.at }
}

const kernel: readonly Trial<Given>[] = trials("kernel", {
  "credits-whom-it-picks-in-any-order-of-arrival": (given) =>
    law(
      given,
      fc.tuple(contacts(), order),
      ([all, places]) => {
        const now = Math.max(...all.map(({ at }) => at)) + 1
        const within = all.filter(({ at }) => at > now - 30 * day)
        const { advocate, at } = pick(given, trail(within))
        const what = `whom the kernel credits by ${given.model.model}`
        same(creditedByKernel(given, shuffled(all, places), now), { advocate, at }, what)
      },
      salesRuns
    ),
  "forgets-what-is-outside-the-window": (given) =>
    law(
      given,
      fc.tuple(contacts(8), contacts(8)),
      ([all, older]) => {
        const now = Math.max(...all.map(({ at }) => at)) + 1
        const before = older.map((one) => ({ ...one, at: (one.at - 90 * day) as Instant.Instant }))
        const credit = creditedByKernel(given, all, now)
        same(creditedByKernel(given, [...before, ...all], now), credit, "whom touches of three months ago credit")
      },
      salesRuns
    )
})

const words: readonly Trial<Given>[] = trials("words", {
  "say-something": ({ model }) => {
    const text = pure(`describe of ${model.model}`, (locale) => model.describe(locale), "en")
    if (typeof text !== "string" || text.trim() === "") throw new Unmet("describe says nothing")
  }
})

export const attributionModelCases: readonly Trial<Given>[] = [...picks, ...kernel, ...words]

const suiteOf = (model: AttributionModel.AttributionModel): Suite<Given> => ({
  name: `attribution model ${model.model}`,
  trials: attributionModelCases,
  given: (seed) => ({ model, seed })
})

/** Describes an attribution model to a test runner. */
export const describeAttributionModel = (
  model: AttributionModel.AttributionModel,
  runner: Runner,
  options?: Options
): void => describeSuite(suiteOf(model), runner, options)

/** The same without a test runner. */
export const proveAttributionModel = (model: AttributionModel.AttributionModel, options?: Options): Promise<Verdict> =>
  proveSuite(suiteOf(model), options)
