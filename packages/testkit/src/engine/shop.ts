/** A small shop for whole engines: one program, ids in a fixed order, and a clock that is moved by hand. */
import {
  badge,
  cash,
  choice,
  fixedOff,
  freeProduct,
  giftCard,
  type Ids,
  lottery,
  type MovableClock,
  movableClock,
  nothing,
  type Options,
  open,
  type Program,
  percentOff,
  points,
  type Shape,
  type Store,
  storeCredit
} from "@goodword/core"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { same } from "../expectations.ts"
import { type Call, make } from "./calls.ts"
import { people } from "./people.ts"

/** A little of everything, and all of it small: caps and budgets are met early. */
const program: Program.Input = {
  id: "spring",
  timeZone: "America/New_York",
  friend: [
    { id: "friend", give: percentOff({ percent: 20, maximum: "50.00 USD" }) },
    { id: "friend-points", give: points({ amount: "50 points" }) }
  ],
  advocate: [
    {
      id: "credit",
      give: storeCredit({ amount: "10.00 USD" }),
      hold: "14 days",
      cap: { count: 2, per: "calendar year" }
    },
    { id: "off", give: fixedOff({ amount: "5.00 USD" }), expires: "30 days" }
  ],
  exchanges: [
    {
      id: "two-off",
      from: "20 points",
      give: storeCredit({ amount: "2.00 USD" }),
      expires: "30 days",
      cap: { count: 3, per: "calendar month", of: "program" }
    },
    { id: "mug", from: "15 points", give: freeProduct({ product: "a mug", cost: "4.00 USD" }) }
  ],
  milestones: [{ every: 2, give: giftCard({ amount: "10.00 USD" }) }],
  budget: { amount: "60.00 USD", per: "calendar month" },
  review: { ordersFrom: "500.00 USD" },
  onSilence: { after: "7 days", then: "pay" }
}

/** What is chosen, drawn and won; everybody counts as new in it, so that its advocates have friends. */
const lucky: Program.Input = {
  id: "autumn",
  timeZone: "America/New_York",
  newCustomersOnly: false,
  friend: {
    id: "draw",
    on: "every order",
    give: lottery({ odds: [2, 1] }, [storeCredit({ amount: "3.00 USD" }), nothing()])
  },
  advocate: [
    {
      id: "wish",
      on: "every order",
      give: choice({ money: storeCredit({ amount: "4.00 USD" }), points: points({ amount: "30 points" }) }),
      cap: { count: 4, per: "calendar month", of: "program" }
    },
    { id: "owed", on: "every order", give: cash({ amount: "1.50 USD" }) }
  ],
  prizes: [
    {
      id: "top",
      per: "calendar month",
      minimum: { friends: 1 },
      places: [
        { from: 1, give: storeCredit({ amount: "6.00 USD" }), hold: "8 days" },
        { from: 1, to: 2, give: badge({ name: "Leader" }) }
      ]
    }
  ],
  budget: { amount: "30.00 USD", per: "calendar month" },
  onSilence: "hold"
}

/** The same with other amounts, for what is held when it is edited. */
export const edited = (percent: number): Program.Input => ({
  ...program,
  advocate: [
    {
      id: "credit",
      give: storeCredit({ amount: `${percent / 10}.00 USD` }),
      hold: "14 days",
      cap: { count: 2, per: "calendar year" }
    },
    { id: "off", give: fixedOff({ amount: "5.00 USD" }), expires: "30 days" }
  ]
})

/** Where the counters of the shop stand. */
export const budget = "budget/spring/2026-03/USD"
export const budgetMax = 60_00n
/** All budgets of the month in which it begins. */
export const budgets: readonly (readonly [key: string, max: bigint])[] = [
  [budget, budgetMax],
  ["budget/autumn/2026-03/USD", 30_00n]
]

export const clockOf = (): MovableClock => movableClock("2026-03-01T12:00:00Z")

const counted = (prefix: string): (() => string) => {
  let n = 0
  return () => `${prefix}${++n}`
}

/** Makes ids and codes like no other process does. */
export const idsOf = (process: string): NonNullable<Options["ids"]> => ({
  newId: counted(`${process}_id_`),
  newCode: counted(`${process.toUpperCase()}CODE`),
  // One for all: which process reveals a seed must not tell in what is drawn.
  newSeed: () => "5eed".repeat(16)
})

export interface Opening extends Options {
  readonly tenant: Ids.Tenant
  readonly clock: MovableClock
}

/** One process: it looks for what is due only when it is told to. */
export const openOn = (store: Store.StoreShape, options: Opening): Effect.Effect<Shape, unknown, Scope.Scope> =>
  open(store, people, { pollMs: 0, ids: idsOf("a"), ...options })

/** The program is published and the first calls are made, by a process that ends. */
export const begin = (
  store: Store.StoreShape,
  { clock, plugins = [], tenant }: Pick<Opening, "clock" | "plugins" | "tenant">,
  calls: readonly Call[]
): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    const engine = yield* openOn(store, { clock, plugins, tenant, ids: idsOf("first"), programs: [program, lucky] })
    for (const one of calls) {
      const outcome = yield* make(engine, one)
      if ("refused" in outcome) same(outcome, { ok: {} }, `the beginning, ${one.door}`)
    }
  }).pipe(Effect.scoped)

/** The stored books are those of the log. */
export const balanced = (engine: Shape, when: string): Effect.Effect<void, unknown> =>
  Effect.map(engine.replay, ({ differences }) => same(differences, [], `differences between log and store ${when}`))

/** The whole log, page by page. */
export const logOf = (engine: Shape, limit = 500): Effect.Effect<readonly Store.PlacedEvent[], unknown> =>
  Effect.gen(function* () {
    const found: Store.PlacedEvent[] = []
    for (let after = 0; ; ) {
      const page = yield* engine.events(after, limit)
      if (page.events.length === 0) return found
      found.push(...page.events)
      after = page.next
    }
  })
