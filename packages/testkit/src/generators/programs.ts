/** Programs as documents: what they give in every way, with small caps and budgets, so that edges are met often. */
import { Catalogs, type Policy, type Program, storeCredit } from "@goodword/core"
import fc from "fast-check"
import { type Currency, currency, minorAmount, written } from "./amounts.ts"
import { zoneNames } from "./calendar.ts"
import { fitting, isLasting, kindsIn, policy, rewardsIn } from "./policies.ts"
import { prizes } from "./prizes.ts"
import {
  amount,
  earning,
  exchanges,
  fixedOff,
  hold,
  life,
  maybe,
  merged,
  percentOff,
  period,
  value
} from "./rewards.ts"
import { specialEvents, tiers } from "./tiers.ts"

interface WrittenCondition {
  readonly condition: string
  readonly [term: string]: unknown
}

const simple = (unit: Currency): fc.Arbitrary<WrittenCondition> =>
  fc.oneof(
    fc.record({ condition: fc.constant("minimum-total"), amount: amount(unit) }),
    fc.constant({ condition: "new-customer" }),
    fc.constant({ condition: "country-in", countries: ["US", "CA"] }),
    personal
  )

/** What can be asked of a person who does not order. */
const personal: fc.Arbitrary<WrittenCondition> = fc.oneof(
  fc.record({ condition: fc.constant("past-orders"), atLeast: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ condition: fc.constant("past-orders"), atMost: fc.integer({ min: 0, max: 2 }) }),
  fc.constant({ condition: "segment-in", segments: ["vip", "staff"] })
)

const combined = (of: fc.Arbitrary<WrittenCondition>): fc.Arbitrary<WrittenCondition> =>
  fc.oneof(
    fc.record({ condition: fc.constant("not"), of }),
    fc.record({
      condition: fc.constantFrom("all-of", "any-of"),
      of: fc.array(fc.oneof(of, fc.record({ condition: fc.constant("not"), of })), { minLength: 1, maxLength: 3 })
    })
  )

/** Mostly what those who open a history meet, so that there is somebody to follow. */
const referring: fc.Arbitrary<WrittenCondition> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ condition: fc.constant("past-orders"), atMost: fc.integer({ min: 0, max: 2 }) })
  },
  { weight: 1, arbitrary: fc.oneof(personal, combined(personal)) }
)

const condition = (unit: Currency) =>
  fc.oneof({ weight: 5, arbitrary: simple(unit) }, { weight: 2, arbitrary: combined(simple(unit)) })

/** What a cap may be, before it is known what it caps. */
const capSeed = fc.record({
  isAmount: fc.boolean(),
  count: fc.integer({ min: 1, max: 3 }),
  minor: minorAmount(4000),
  per: fc.oneof(
    { weight: 3, arbitrary: period },
    fc.constantFrom("rolling 2 days", "rolling 7 days", "rolling 30 days")
  ),
  of: fc.oneof({ weight: 2, arbitrary: fc.constant("person") }, fc.constantFrom("pair", "program")),
  onFull: fc.constantFrom("refuse", "fill")
})
type CapSeed = typeof capSeed extends fc.Arbitrary<infer Seed> ? Seed : never

interface Given {
  readonly kind: string
  readonly amount?: string
  readonly maximum?: string
}

/** What an amount of a reward is counted in; `undefined` where it has none, or none that is bounded. */
const unitOfGiven = ({ amount, kind, maximum }: Given, unit: Currency, isDiscount: boolean): string | undefined => {
  const form = Catalogs.builtIn.rewards.get(kind)?.form
  if (form === "perk") return undefined
  return (amount ?? maximum)?.split(" ")[1] ?? (form === "discount" && isDiscount ? unit : undefined)
}

/** Of rewards that are put together by a policy only the number is counted. */
const counted: Given = { kind: "" }

/** A cap that its reward can have. */
const capFrom = ({ count, isAmount, minor, of, onFull, per }: CapSeed, give: Given, side: string, unit: Currency) => {
  const inUnit = isAmount ? unitOfGiven(give, unit, side === "friend") : undefined
  const isRolling = per.startsWith("rolling")
  const isOfMilestone = side === "milestones"
  const whose = isRolling ? "person" : of
  const isFilling = onFull === "fill" && isAmount && Catalogs.builtIn.rewards.get(give.kind)?.form === "value"
  return {
    ...(inUnit === undefined
      ? { count }
      : { amount: inUnit === unit ? written(minor, unit) : `${Math.max(1, minor % 900)} ${inUnit}` }),
    per: isRolling && isOfMilestone ? "ever" : per,
    ...(whose === "person" ? {} : { of: whose }),
    ...(isFilling && inUnit !== undefined ? { onFull } : {})
  }
}

/** As many caps as differ in what they count; one stands without its list. */
const capsFrom = (seeds: readonly CapSeed[], give: Given, side: string, unit: Currency): object => {
  const caps = new Map(
    seeds.map((seed) => {
      const cap = capFrom(seed, give, side, unit)
      return [`${cap.per} ${cap.of} ${"amount" in cap}`, cap]
    })
  )
  const [first, ...others] = caps.values()
  return first === undefined ? {} : { cap: others.length === 0 ? first : [...caps.values()] }
}

/** Only an amount has parts that could be computed again. */
const isAmount = (give: Policy.Written): boolean =>
  kindsIn(give).every((kind) => Catalogs.builtIn.rewards.get(kind)?.form === "value")

const hasDiscount = (give: Policy.Written): boolean =>
  kindsIn(give).some((kind) => Catalogs.builtIn.rewards.get(kind)?.form === "discount")

const giving = (unit: Currency, side: "friend" | "advocate" | "milestones", reward: fc.Arbitrary<Policy.Written>) =>
  policy({
    reward,
    amount: amount(unit, 2000).map((text) => storeCredit({ amount: text })),
    discount: side === "friend" ? fixedOff(unit) : null,
    condition: condition(unit),
    hold,
    cap: fc.record({ count: fc.integer({ min: 1, max: 3 }), per: period })
  })

/** When an offer pays; most often for the first order, and for every order mostly without an end. */
const occasion = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constant({ on: "sign-up" as const }) },
  {
    weight: 3,
    arbitrary: merged(
      fc.constant({ on: "every order" as const }),
      maybe("orders", fc.integer({ min: 1, max: 3 }), 2),
      maybe("months", fc.integer({ min: 1, max: 2 }), 3)
    )
  }
)

const offers = (
  unit: Currency,
  side: "friend" | "advocate" | "milestones",
  isBounded: boolean,
  max = 3,
  on: typeof occasion | fc.Arbitrary<object> = occasion
) =>
  fc
    .array(
      fc.record({
        give: giving(
          unit,
          side,
          fc.oneof(percentOff(unit, isBounded), fixedOff(unit), value(unit, isBounded), value(unit, isBounded))
        ),
        hold: maybe("hold", hold),
        expires: maybe("expires", life, 2),
        caps: fc.oneof(fc.constant([]), fc.array(capSeed, { minLength: 1, maxLength: 2 })),
        lane: merged(
          maybe("lane", fc.integer({ min: 1, max: 3 })),
          maybe("exclusive", fc.boolean(), 4),
          fc.constant({})
        ),
        refund: maybe("onPartialRefund", fc.constantFrom("proportional" as const, "recompute" as const), 2),
        when: maybe("when", fc.array(condition(unit), { maxLength: 1 }), 4),
        on
      }),
      { maxLength: max }
    )
    .map((all) =>
      all.map(({ caps, expires, give, hold, on: wanted, refund, when, lane }, i) => {
        const on = isOnSignUp(wanted) && needsOrder(give) ? {} : wanted
        // A friend's discount on sign-up is granted for a later order, as an advocate's.
        const granted = side === "friend" && isOnSignUp(on) ? "advocate" : side
        return {
          id: `${side}-${i}`,
          give,
          ...on,
          ...hold,
          ...(isLasting(give) ? expires : {}),
          ...capsFrom(caps, "kind" in give ? give : counted, granted, unit),
          ...(granted === "friend" && hasDiscount(give) ? lane : {}),
          ...(isAmount(give) ? refund : {}),
          ...when
        }
      })
    )

/** Histories last for days and weeks: longer streaks would never be met. */
const due = fc.oneof(
  { weight: 3, arbitrary: fc.record({ every: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ at: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      streak: fc.record({
        friends: fc.integer({ min: 1, max: 2 }),
        per: fc.constantFrom("calendar day" as const, "calendar week" as const, "calendar month" as const),
        periods: fc.integer({ min: 2, max: 3 })
      })
    })
  }
)

const isOnSignUp = (on: object): boolean => "on" in on && on.on === "sign-up"

/** What a sign-up cannot earn: a share of an order, points for steps of one, and discounts that are compared. */
const needsOrder = (give: Policy.Written): boolean =>
  rewardsIn(give).some((one) => one.kind === "commission" || "per" in one) || (!("kind" in give) && hasDiscount(give))

const milestones = (unit: Currency, isBounded: boolean) =>
  fc
    .tuple(offers(unit, "milestones", isBounded, 2, fc.constant({})), fc.tuple(due, due))
    .map(([all, dues]) => all.map((offer, i) => ({ ...offer, id: `milestone-${i}`, ...(dues[i] ?? { every: 3 }) })))

const silence = fc.oneof(
  fc.constant("hold" as const),
  fc.record({
    after: fc.constantFrom("1 hour", "1 day", "7 days"),
    then: fc.constantFrom("pay" as const, "void" as const)
  })
)

/** One, or a list that tells currencies and periods apart. */
const budget = (unit: Currency) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ amount: amount(unit, 6000), per: period }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(amount(unit, 6000), amount(unit, 3000), amount(unit === "JPY" ? "USD" : "JPY", 9000))
        .map(([most, daily, other]) => [
          { amount: most, per: "ever" },
          { amount: daily, per: "calendar day" },
          { amount: other, per: "ever" }
        ])
    }
  )

export interface Options {
  readonly unit?: Currency
  readonly id?: string
  /** Whether every discount has a maximum, so that a budget can carry it. */
  readonly isBounded?: boolean
  /** Whether everybody may refer, for whoever cannot do without advocates. */
  readonly isOpen?: boolean
}

const perksIn = ({ tiers = [] }: Pick<Program.Input, "tiers">): number =>
  tiers.reduce((count, { perks = [] }) => count + perks.length, 0)

/** Where points can be exchanged, there is something that earns them. */
const earningIn = <O extends object>(events: object, { friend }: { readonly friend: readonly O[] }) => ({
  friend: "exchanges" in events ? [earning, ...friend] : friend
})

/** A program that decodes, over all of its fields. */
export const programInput = ({
  id = "alpha",
  isBounded: wanted,
  isOpen = false,
  unit
}: Options = {}): fc.Arbitrary<Program.Input> =>
  (unit === undefined ? currency : fc.constant(unit)).chain((of) =>
    (wanted === undefined ? fc.boolean() : fc.constant(wanted)).chain((isBounded) =>
      fc
        .record({
          offers: fc.record({
            friend: offers(of, "friend", isBounded),
            advocate: offers(of, "advocate", isBounded),
            milestones: milestones(of, isBounded)
          }),
          timeZone: fc.constantFrom(...zoneNames),
          dates: fc.constantFrom(
            {},
            {},
            {},
            { starts: "2026-03-01" },
            { starts: "2026-03-08", ends: "2026-03-29" },
            { ends: "2026-03-08" }
          ),
          attribution: fc.record({
            model: fc.constantFrom("last-touch", "code-beats-link"),
            window: fc.constantFrom("1 day", "30 days")
          }),
          qualify: merged(
            fc.record({ within: fc.constantFrom("1 hour", "3 days", "90 days") }),
            maybe("when", fc.array(condition(of), { maxLength: 1 }), 4),
            fc.constant({})
          ),
          refer: isOpen
            ? fc.constant({})
            : maybe("refer", fc.record({ when: fc.array(referring, { minLength: 1, maxLength: 2 }) }), 5),
          newCustomersOnly: fc.boolean(),
          checkout: fc.record({
            bestFor: fc.constantFrom("person" as const, "store" as const),
            base: fc.constantFrom("before" as const, "after" as const)
          }),
          limits: merged(
            isBounded ? maybe("budget", budget(of)) : fc.constant({}),
            maybe("review", fc.record({ ordersFrom: amount(of, 5000) }), 2),
            merged(
              maybe("name", fc.constantFrom("Spring", "春", "a'\"<b>"), 3),
              maybe("$schema", fc.constant("https://goodword.dev/program.schema.json"), 5),
              fc.constant({})
            )
          ),
          events: merged(
            maybe("events", specialEvents, 2),
            maybe("tiers", tiers(of), 2),
            maybe("exchanges", exchanges(of, isBounded))
          ),
          prizes: maybe("prizes", prizes(of, isBounded)),
          onSilence: silence
        })
        .map(({ dates, events, limits, offers: given, prizes: won, refer, ...rest }) => ({
          id,
          ...rest,
          ...fitting({ ...given, ...earningIn(events, given), others: perksIn(events) }),
          ...dates,
          ...limits,
          ...refer,
          ...events,
          ...won
        }))
    )
  )
