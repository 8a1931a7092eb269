/** What may happen in a history, one small step at a time: people and orders are numbers, so that steps meet often. */
import fc from "fast-check"
import { type Currency, minorAmount, written } from "./amounts.ts"
import { type Cut, cuts } from "./baskets.ts"
import { jump } from "./clocks.ts"

const hour = 3_600_000
const day = 24 * hour

/** What a bank says of the payment of an order before that comes. */
export type Early = "none" | "disputed" | "won" | "lost"

/** What staff say at once; with none, silence may answer later. */
type Verdict = "none" | "approved" | "rejected"

export type Step =
  | { readonly do: "enroll"; readonly program: number; readonly person: number; readonly print: boolean }
  | {
      readonly do: "touch"
      readonly program: number
      readonly advocate: number
      readonly subject: number
      readonly code: boolean
      readonly back: number
      readonly nth: number
    }
  | {
      readonly do: "signup"
      readonly person: number
      readonly visitor: number
      readonly print: number
      readonly back: number
    }
  | {
      readonly do: "quote"
      readonly nth: number
      readonly person: number
      readonly visitor: number
      readonly print: number
      readonly cart: string
      readonly cuts?: readonly Cut[]
    }
  | {
      readonly do: "order"
      readonly nth: number
      readonly person: number
      readonly visitor: number
      readonly quote: number
      readonly total: string
      readonly print: number
      readonly claim: boolean
      readonly country: boolean
      readonly back: number
      readonly cuts?: readonly Cut[]
    }
  | {
      readonly do: "refer"
      readonly program: number
      readonly advocate: number
      readonly friend: number
      readonly nth: number
      readonly total: string
      readonly quoted: boolean
      readonly isLocked?: boolean
      /** Staff put the friend in review before there is an order. */
      readonly watched: boolean
      readonly early?: Early
      readonly cuts?: readonly Cut[]
    }
  | {
      readonly do: "change"
      readonly nth: number
      readonly revision: number
      readonly total: string
      readonly cuts?: readonly Cut[]
    }
  /** A friend whose referral has begun orders once more. */
  | {
      readonly do: "buy again"
      readonly nth: number
      readonly order: number
      readonly total: string
      readonly quoted: boolean
      readonly back: number
      readonly early?: Early
      readonly cuts?: readonly Cut[]
    }
  /** A cart is quoted; or one that was is paid for what its quote left, which may be nothing. */
  | {
      readonly do: "check out"
      readonly program: number
      readonly advocate: number
      readonly friend: number
      readonly nth: number
      readonly total: string
    }
  /** While an order waits for a verdict, its friend orders under an address of their advocate, or of a household. */
  | {
      readonly do: "recognize"
      readonly program: number
      readonly nth: number
      readonly asAdvocate: boolean
      readonly total: string
      readonly verdict: Verdict
      /** Afterwards the order is edited to nothing and back. */
      readonly isEdited: boolean
    }
  /** One who stays: so many orders at once that a verdict needs more than one page for them. */
  | {
      readonly do: "buy often"
      readonly nth: number
      readonly times: number
      readonly total: string
      readonly verdict: Verdict
    }
  | {
      readonly do: "refund"
      readonly nth: number
      readonly refund: number
      readonly amount: string
      readonly whole: boolean
      readonly isChargeback?: boolean
      readonly cuts?: readonly Cut[]
    }
  | { readonly do: "list"; readonly person: number; readonly listed: boolean }
  | { readonly do: "choose"; readonly person: number; readonly nth: number; readonly option: number }
  | { readonly do: "swap"; readonly nth: number; readonly option: number }
  | { readonly do: "lock"; readonly nth: number; readonly ms: number }
  | { readonly do: "unlock"; readonly nth: number }
  | { readonly do: "cancel"; readonly nth: number }
  | { readonly do: "dispute"; readonly nth: number; readonly dispute: number; readonly amount: string | null }
  | { readonly do: "ruling"; readonly nth: number; readonly dispute: number; readonly isWon: boolean }
  | { readonly do: "review"; readonly nth: number }
  | { readonly do: "verdict"; readonly nth: number; readonly approved: boolean }
  | {
      readonly do: "redeem"
      readonly nth: number
      readonly order: number
      readonly total: string
      readonly cuts?: readonly Cut[]
    }
  | {
      readonly do: "spend"
      readonly nth: number
      readonly person: number
      readonly points: boolean
      readonly amount: string
      readonly whole: boolean
      readonly order: number
    }
  /** Somebody who has points gives them for something that a program lists. */
  | { readonly do: "exchange"; readonly nth: number; readonly person: number; readonly times: number }
  | { readonly do: "return"; readonly nth: number; readonly amount: string; readonly whole: boolean }
  | { readonly do: "settle"; readonly nth: number }
  | { readonly do: "settle friend"; readonly program: number; readonly friend: number }
  | {
      readonly do: "publish"
      readonly version: number
      readonly openReferrals: "keep" | "move" | "reprice"
      readonly later: number
    }
  /** Marketers write a draft of a program, or of one that never was; some have not seen what another has saved. */
  | {
      readonly do: "draft"
      readonly program: number
      readonly version: number
      readonly what: "save" | "save something unfinished" | "discard" | "publish"
      readonly hasSeen: boolean
    }
  /** A payout run goes one step on; the people of it are those that there are. */
  | {
      readonly do: "payout"
      readonly what: "open" | "select" | "approve" | "paid" | "failed" | "close" | "run"
      readonly nth: number
      readonly amount: string
      readonly ms: number
    }
  /** Something has to be on file from some yearly sum on, or is on file. */
  | { readonly do: "tax"; readonly person: number | null; readonly amount: string; readonly filed: boolean }
  /** What is held is looked at again, all of it, where a publication asked for that. */
  | { readonly do: "reprice" }
  | { readonly do: "turn"; readonly program: number; readonly to: "open" | "paused" | "archived" }
  | { readonly do: "reveal"; readonly program: number }
  /** The prizes of the month before are awarded, once that month is over if that is waited for. */
  | {
      readonly do: "award"
      readonly nth: number
      readonly waits: boolean
      /** How many events the log has grown by since the leaders were looked up. */
      readonly behind: number
      readonly isTooOld: boolean
    }
  | { readonly do: "pass"; readonly ms: number; readonly asleep: boolean }

/** Of a few orders a bank has said something before. */
const early: fc.Arbitrary<Early> = fc.oneof(
  { weight: 17, arbitrary: fc.constant("none") },
  { weight: 3, arbitrary: fc.constantFrom("disputed", "won", "lost") }
)

const rarely = fc.constantFrom(true, false, false, false)

const people = 5
const orders = 6
const person = fc.nat({ max: people - 1 })
/** 0 is nobody; visitors are not known by name yet. */
const visitor = fc.nat({ max: 2 })
const orderNo = fc.nat({ max: orders - 1 })
const back = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(1, hour, day, 3 * day) }
)
const step = <A extends Step["do"]>(
  name: A,
  fields: { [K in keyof Omit<Extract<Step, { do: A }>, "do">]-?: fc.Arbitrary<Extract<Step, { do: A }>[K]> }
): fc.Arbitrary<Step> => fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<Step>

type Weighted = fc.WeightedArbitrary<Step>

/** Who comes, and whom they follow. */
const visits = (program: fc.Arbitrary<number>, total: fc.Arbitrary<string>): readonly Weighted[] => [
  { weight: 2, arbitrary: step("enroll", { program, person, print: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: step("touch", {
      program,
      advocate: person,
      subject: fc.integer({ min: -2, max: people - 1 }),
      code: fc.boolean(),
      back,
      nth: fc.nat({ max: 40 })
    })
  },
  { weight: 2, arbitrary: step("signup", { person, visitor, print: person, back }) },
  { weight: 1, arbitrary: step("list", { person, listed: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: step("quote", { nth: fc.nat({ max: 3 }), person, visitor, print: person, cart: total, cuts })
  },
  {
    weight: 8,
    arbitrary: step("refer", {
      program,
      advocate: fc.nat({ max: 1 }),
      friend: person,
      nth: orderNo,
      total,
      quoted: fc.boolean(),
      isLocked: rarely,
      cuts,
      early,
      watched: fc.nat({ max: 7 }).map((n) => n === 7)
    })
  },
  {
    weight: 2,
    arbitrary: step("recognize", {
      program,
      nth: fc.nat({ max: 4 }),
      asAdvocate: fc.boolean(),
      total,
      verdict: fc.constantFrom("none", "none", "approved", "approved", "rejected"),
      isEdited: rarely
    })
  },
  {
    weight: 7,
    arbitrary: step("check out", { program, advocate: fc.nat({ max: 1 }), friend: person, nth: orderNo, total })
  }
]

/** What is bought, changed and given back. */
const sales = (total: fc.Arbitrary<string>, zero: string): readonly Weighted[] => [
  {
    weight: 4,
    arbitrary: step("order", {
      nth: orderNo,
      person,
      visitor,
      quote: fc.integer({ min: -1, max: 3 }),
      total,
      print: person,
      claim: fc.boolean(),
      country: fc.boolean(),
      back,
      cuts
    })
  },
  {
    weight: 5,
    arbitrary: step("buy again", {
      nth: fc.nat({ max: 4 }),
      order: fc.integer({ min: orders, max: orders + 5 }),
      total,
      quoted: fc.boolean(),
      back,
      early,
      cuts
    })
  },
  {
    weight: 2,
    arbitrary: step("buy often", {
      nth: fc.nat({ max: 4 }),
      times: fc.integer({ min: 2, max: 12 }),
      total,
      verdict: fc.constantFrom("none", "approved", "rejected")
    })
  },
  {
    weight: 3,
    arbitrary: step("change", {
      nth: orderNo,
      revision: fc.integer({ min: 1, max: 4 }),
      total: fc.oneof(total, fc.constant(zero)),
      cuts
    })
  },
  {
    weight: 5,
    arbitrary: step("refund", {
      nth: orderNo,
      refund: fc.nat({ max: 3 }),
      amount: total,
      whole: fc.boolean(),
      isChargeback: rarely,
      cuts
    })
  }
]

/** What goes wrong with orders. */
const troubles = (total: fc.Arbitrary<string>): readonly Weighted[] => [
  { weight: 2, arbitrary: step("lock", { nth: fc.nat({ max: 9 }), ms: fc.constantFrom(1, hour, day) }) },
  { weight: 1, arbitrary: step("unlock", { nth: fc.nat({ max: 9 }) }) },
  { weight: 1, arbitrary: step("cancel", { nth: orderNo }) },
  {
    weight: 2,
    arbitrary: step("dispute", { nth: orderNo, dispute: fc.nat({ max: 1 }), amount: fc.option(total) })
  },
  { weight: 2, arbitrary: step("ruling", { nth: orderNo, dispute: fc.nat({ max: 1 }), isWon: fc.boolean() }) }
]

/** What becomes of referrals and rewards, and the time that passes. */
const afterwards = (program: fc.Arbitrary<number>, total: fc.Arbitrary<string>): readonly Weighted[] => [
  { weight: 2, arbitrary: step("review", { nth: fc.nat({ max: 9 }) }) },
  { weight: 3, arbitrary: step("verdict", { nth: fc.nat({ max: 9 }), approved: fc.boolean() }) },
  { weight: 3, arbitrary: step("redeem", { nth: fc.nat({ max: 9 }), order: fc.nat({ max: 9 }), total, cuts }) },
  {
    weight: 5,
    arbitrary: step("spend", {
      nth: fc.nat({ max: 30 }),
      person,
      points: fc.boolean(),
      amount: total,
      whole: fc.boolean(),
      order: fc.nat({ max: 9 })
    })
  },
  {
    weight: 6,
    arbitrary: step("exchange", {
      nth: fc.nat({ max: 30 }),
      person,
      times: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 3 }))
    })
  },
  { weight: 3, arbitrary: step("return", { nth: fc.nat({ max: 9 }), amount: total, whole: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: step("choose", { person, nth: fc.nat({ max: 3 }), option: fc.nat({ max: 2 }) })
  },
  { weight: 10, arbitrary: step("swap", { nth: fc.nat({ max: 9 }), option: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: step("settle", { nth: fc.nat({ max: 9 }) }) },
  { weight: 1, arbitrary: step("settle friend", { program, friend: person }) },
  { weight: 5, arbitrary: step("pass", { ms: jump, asleep: fc.boolean() }) }
]

/** What the store's own people do: they edit programs, stop them, pay, and keep files. */
const office = (program: fc.Arbitrary<number>, total: fc.Arbitrary<string>): readonly Weighted[] => [
  {
    weight: 2,
    arbitrary: step("publish", {
      version: fc.nat({ max: 9 }),
      openReferrals: fc.constantFrom("keep", "move", "reprice"),
      later: fc.oneof(fc.constant(0), back)
    })
  },
  { weight: 1, arbitrary: step("reprice", {}) },
  {
    weight: 6,
    arbitrary: step("payout", {
      what: fc.constantFrom(
        "run",
        "run",
        "run",
        "open",
        "select",
        "approve",
        "approve",
        "paid",
        "paid",
        "failed",
        "close"
      ),
      nth: fc.nat({ max: 9 }),
      amount: total,
      ms: fc.constantFrom(0, 0, 1, day)
    })
  },
  {
    weight: 2,
    arbitrary: step("tax", { person: fc.option(person), amount: total, filed: fc.boolean() })
  },
  {
    weight: 2,
    arbitrary: step("draft", {
      program: fc.constantFrom(0, 0, 0, 2),
      version: fc.nat({ max: 9 }),
      what: fc.constantFrom("save", "save", "save something unfinished", "discard", "publish", "publish"),
      hasSeen: fc.constantFrom(true, true, true, false)
    })
  },
  {
    weight: 1,
    arbitrary: step("turn", {
      program,
      to: fc.oneof(
        { weight: 3, arbitrary: fc.constant("open" as const) },
        { weight: 2, arbitrary: fc.constant("paused" as const) },
        { weight: 1, arbitrary: fc.constant("archived" as const) }
      )
    })
  },
  { weight: 1, arbitrary: step("reveal", { program }) },
  {
    weight: 5,
    arbitrary: step("award", {
      nth: fc.nat({ max: 5 }),
      waits: fc.constantFrom(true, true, true, false),
      behind: fc.constantFrom(0, 0, 0, 1, 4),
      isTooOld: fc.nat({ max: 9 }).map((n) => n === 9)
    })
  }
]

export const steps = (unit: Currency, programs: number): fc.Arbitrary<Step> => {
  const program = fc.nat({ max: programs - 1 })
  const zero = written(0, unit)
  const total = fc.oneof(
    { weight: 12, arbitrary: minorAmount(12_000).map((minor) => written(minor, unit)) },
    { weight: 1, arbitrary: fc.constant(zero) },
    { weight: 1, arbitrary: fc.constant(written(700, unit === "USD" ? "JPY" : "USD")) }
  )
  return fc.oneof(
    ...visits(program, total),
    ...sales(total, zero),
    ...troubles(total),
    ...afterwards(program, total),
    ...office(program, total)
  )
}

const isOfWalk = ({ do: what }: Step): boolean =>
  what !== "enroll" &&
  what !== "touch" &&
  what !== "signup" &&
  what !== "quote" &&
  what !== "order" &&
  what !== "refer" &&
  what !== "recognize" &&
  what !== "check out" &&
  what !== "list"

/** Three friends of one advocate qualify; then their orders, reviews and rewards go up and down. */
export const walk = (unit: Currency, programs: number, maxLength: number): fc.Arbitrary<readonly Step[]> => {
  const refer = (nth: number): fc.Arbitrary<Step> =>
    fc.tuple(minorAmount(12_000), cuts).map(([minor, all]) => ({
      do: "refer",
      program: nth % programs,
      advocate: 0,
      friend: nth + 2,
      nth,
      total: written(minor, unit),
      quoted: true,
      cuts: all,
      watched: false
    }))
  return fc
    .tuple(refer(0), refer(1), refer(2), fc.array(steps(unit, programs), { maxLength: 2 * maxLength, size: "max" }))
    .map(([a, b, c, rest]) => [a, b, c, ...rest.filter(isOfWalk)])
}
