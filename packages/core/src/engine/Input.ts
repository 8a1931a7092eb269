/** What each door takes, decoded at the edge: beyond this, nothing is unchecked. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as EmailFold from "../domain/EmailFold.ts"
import { timesMax } from "../domain/Exchange.ts"
import * as Ids from "../domain/Ids.ts"
import * as Instant from "../domain/Instant.ts"
import { issuesOf } from "../domain/internal/issues.ts"
import { longestMs } from "../domain/Lock.ts"
import * as Money from "../domain/Money.ts"
import { RuleId } from "../domain/Offer.ts"
import * as Segments from "../domain/Segments.ts"
import * as Span from "../domain/Span.ts"
import * as Unit from "../domain/Unit.ts"
import { InvalidInput } from "./EngineError.ts"
import * as LineInput from "./LineInput.ts"

/** The store's own word for a fact that has no id of its own: the same key is answered the same. */
const key = Schema.optionalKey(Ids.ExternalId)
/** When it happened, as ISO 8601 with an offset; now where it is left out. */
const at = Schema.optionalKey(Instant.Text)
const program = Schema.optionalKey(Ids.ProgramId)
const email = Schema.optionalKey(
  Schema.String.check(
    Schema.makeFilter((text: string) => {
      const folded = EmailFold.fold(text)
      return Result.isSuccess(folded) || folded.failure.message
    })
  )
)
export const Country = Schema.String.check(
  Schema.makeFilter((text: string) => /^[A-Z]{2}$/u.test(text) || 'must be two capital letters, such as "US"')
)
/** A code as people type it: case and surrounding blanks do not matter. */
const TypedCode = Schema.String.check(Schema.isMaxLength(64))

/** What is known of a person who is there. */
const visit = {
  customer: Ids.ExternalId,
  visitor: Schema.optionalKey(Ids.ExternalId),
  email,
  country: Schema.optionalKey(Country),
  segments: Schema.optionalKey(Segments.Given),
  newCustomer: Schema.optionalKey(Schema.Boolean),
  at
}

export const Enroll = Schema.Struct({
  program,
  customer: Ids.ExternalId,
  email,
  /** A code of the person's own choice. */
  code: Schema.optionalKey(TypedCode),
  /** The segments that the person is in, for programs that say who may refer. */
  segments: Schema.optionalKey(Segments.Given),
  key,
  at
})

export const Touch = Schema.Struct({
  code: TypedCode,
  visitor: Schema.optionalKey(Ids.ExternalId),
  customer: Schema.optionalKey(Ids.ExternalId),
  /** `click` on a link unless said otherwise. */
  source: Schema.optionalKey(Schema.Literals(["click", "code"])),
  key,
  at
}).check(
  Schema.makeFilter(
    (touch) =>
      (touch.visitor === undefined) !== (touch.customer === undefined) || {
        path: ["visitor"],
        issue: "give either the visitor or the customer who was touched"
      }
  )
)

export const Signup = Schema.Struct(visit)

/** What is bought, line by line: known lines are what offers with products and refunds of lines go by. */
const lines = Schema.optionalKey(LineInput.Lines)

const Cart = Schema.Struct({ total: Money.NonNegative, lines }).check(LineInput.areWhole)

export const Quote = Schema.Struct({
  ...visit,
  cart: Cart,
  /** One that the customer has: what would `redeem` take off what the discounts leave? */
  reward: Schema.optionalKey(Ids.RewardIdText),
  key
})

/** Whoever locks keeps others out. */
const LockTime = Span.Text.check(
  Schema.makeFilter((ms: number) => ms <= longestMs || `is ${Span.format(ms as Span.Span)}; 24 hours at most`)
)

export const LockQuote = Schema.Struct({ quote: Ids.QuoteId, for: LockTime, key, at })

export const Unlock = Schema.Struct({ quote: Ids.QuoteId, key, at })

export const OrderPaid = Schema.Struct({
  ...visit,
  order: Ids.OrderId,
  quote: Schema.optionalKey(Ids.QuoteId),
  /** What was paid: after discounts, without tax and shipping. */
  total: Money.NonNegative,
  lines
}).check(LineInput.areWhole)

export const OrderChanged = Schema.Struct({
  order: Ids.OrderId,
  /** Counts up with each edit, from 1. */
  revision: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 })),
  total: Money.NonNegative,
  lines,
  at
}).check(LineInput.areWhole)

export const OrderRefunded = Schema.Struct({
  order: Ids.OrderId,
  refund: Ids.RefundId,
  amount: Money.Positive,
  /** What of it is for which line. */
  lines: Schema.optionalKey(LineInput.Parts),
  /** `"chargeback"` where the buyer's bank took it back. */
  reason: Schema.optionalKey(Schema.Literals(["chargeback"])),
  at
}).check(LineInput.areWholeRefund)

export const OrderCanceled = Schema.Struct({ order: Ids.OrderId, at })

export const DisputeOpened = Schema.Struct({
  order: Ids.OrderId,
  dispute: Ids.DisputeId,
  /** What is disputed; without it, all that is kept when it is lost. */
  amount: Schema.optionalKey(Money.Positive),
  at
})

export const DisputeClosed = Schema.Struct({
  order: Ids.OrderId,
  dispute: Ids.DisputeId,
  outcome: Schema.Literals(["won", "lost"]),
  at
})

export const OpenReview = Schema.Struct({ program, customer: Ids.ExternalId, key, at })

export const CloseReview = Schema.Struct({
  program,
  customer: Ids.ExternalId,
  verdict: Schema.Literals(["approved", "rejected"]),
  key,
  at
})

export const Redeem = Schema.Struct({
  reward: Ids.RewardIdText,
  order: Ids.OrderId,
  /** The order's total without the reward. */
  total: Money.NonNegative,
  lines,
  at
}).check(LineInput.areWhole)

export const Spend = Schema.Struct({
  customer: Ids.ExternalId,
  /** What is used of the wallet: `"12.50 USD"`, `"300 points"`. */
  amount: Money.Positive,
  order: Ids.OrderId,
  /** The order's total before what is spent on it; that of the recorded order without it. */
  total: Schema.optionalKey(Money.NonNegative),
  key,
  at
})

export const Exchange = Schema.Struct({
  program,
  customer: Ids.ExternalId,
  /** What is wanted, by its name in the program. */
  exchange: Ids.ExternalId,
  /** How many times over; once unless given. */
  times: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: timesMax }))),
  key,
  at
})

export const Unspend = Schema.Struct({
  /** What `spend` answered as its id. */
  spend: Schema.optionalKey(Ids.ExternalId),
  /** Or the reward that was redeemed. */
  reward: Schema.optionalKey(Ids.RewardIdText),
  /** Or what `exchange` answered as its id: it comes back whole, with all that it gave. */
  exchange: Schema.optionalKey(Ids.ExternalId),
  /** All that has not come back yet without it; a discount comes back whole. */
  amount: Schema.optionalKey(Money.Positive),
  key,
  at
}).check(
  Schema.makeFilter(
    ({ exchange, reward, spend }) =>
      [exchange, reward, spend].filter((one) => one !== undefined).length === 1 || {
        path: ["spend"],
        issue: "give one of the three: the spend, the reward that was redeemed, or the exchange"
      }
  ),
  Schema.makeFilter(
    ({ amount, exchange }) =>
      amount === undefined ||
      exchange === undefined || { path: ["amount"], issue: "an exchange comes back whole: leave the amount out" }
  )
)
/** How a program is published. */
export const Publishing = Schema.Struct({
  /**
   * What referrals that are open get: they keep their terms, or are decided under the new ones from then on; `reprice`
   * moves them, too, and has what is held valued anew.
   */
  openReferrals: Schema.optionalKey(Schema.Literals(["keep", "move", "reprice"])),
  /** When it becomes live; now where it is left out. */
  from: Schema.optionalKey(Instant.Text),
  /** Tells what it would do, and does nothing. */
  dryRun: Schema.optionalKey(Schema.Boolean),
  key
})

/** What is done for a program a part of the log at a time. */
export const ByLog = Schema.Struct({
  program,
  /** The `next` of the answer before. */
  after: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))
})

export const Turn = Schema.Struct({ program, key, at })
export const OneProgram = Schema.Struct({ program })
export const AllPrograms = Schema.Struct({})

export const Explain = Schema.Struct({ order: Ids.OrderId })

export const Choose = Schema.Struct({
  /** A reward that is there, for another option in its place. */
  reward: Schema.optionalKey(Ids.RewardIdText),
  /** Or a customer and an offer, for what is earned from now on. */
  program,
  customer: Schema.optionalKey(Ids.ExternalId),
  offer: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(64))),
  option: Schema.String.check(Schema.isMaxLength(64)),
  key,
  at
}).check(
  Schema.makeFilter((one) => {
    const isWish = one.customer !== undefined && one.offer !== undefined
    const saysNone = one.customer === undefined && one.offer === undefined && one.program === undefined
    if (one.reward === undefined ? isWish : saysNone) return true
    const issue = "give either the reward, or the customer and the offer that the wish is for"
    return { path: ["reward"], issue }
  })
)

export const SetListed = Schema.Struct({
  customer: Ids.ExternalId,
  /** Whether the person may stand on leaderboards. */
  listed: Schema.Boolean,
  key,
  at
})

const run = Ids.ExternalId
/** Who of the store's staff it was, by the store's own word for them. */
const by = Schema.optionalKey(Ids.ExternalId)

export const OpenPayout = Schema.Struct({
  /** The store's own name of the run. */
  run,
  /** The currency that it pays, such as `"USD"`. */
  unit: Unit.Text.check(
    Schema.makeFilter((unit: Unit.Unit) => Unit.isCurrency(unit) || `must be a currency; got ${JSON.stringify(unit)}`)
  ),
  /** What a person must have to be paid; anything above zero unless given. */
  minimum: Schema.optionalKey(Money.NonNegative),
  /** What was available by then is paid; now unless given. */
  cutoff: Schema.optionalKey(Instant.Text),
  /** How long it must have been available by then; no time at all unless given. */
  hold: Schema.optionalKey(Span.Text),
  by,
  at
}).check(
  Schema.makeFilter(
    ({ minimum, unit }) =>
      minimum === undefined ||
      minimum.unit === unit || { path: ["minimum"], issue: `is in ${minimum.unit}, but the run pays ${unit}` }
  )
)

export const SelectPayout = Schema.Struct({
  run,
  /** How many people were looked at before; `next` of the answer before. */
  after: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 })))
})

export const ApprovePayout = Schema.Struct({ run, by, at })
export const ClosePayout = Schema.Struct({ run, at })

/** The customer, or the opaque person that items and payments name. */
export const payee = { customer: Schema.optionalKey(Ids.ExternalId), person: Schema.optionalKey(Ids.PersonId) }
export const isOne = Schema.makeFilter(
  (one: { readonly customer?: string; readonly person?: string }) =>
    (one.customer === undefined) !== (one.person === undefined) || {
      path: ["customer"],
      issue: "give either the customer or the person who is paid"
    }
)

export const MarkPaid = Schema.Struct({
  run,
  ...payee,
  /** The payment's own name at the bank or service that made it. */
  reference: Ids.ExternalId,
  at
}).check(isOne)

export const MarkFailed = Schema.Struct({
  run,
  ...payee,
  /** Why it was not paid, for people to read; no personal data. */
  reason: Ids.ExternalId,
  at
}).check(isOne)

/** How many rows; as many as a page shows unless given. */
const limit = Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })))

export const Statement = Schema.Struct({
  customer: Ids.ExternalId,
  /** One unit alone, such as `"USD"` or `"points"`. */
  unit: Schema.optionalKey(Unit.Text),
  /** The number of a line: those after it. `next` of the page before. */
  after: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 }))),
  limit
})

export const Payout = Schema.Struct({
  run,
  /** The number of an item: those after it. `next` of the page before. */
  after: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 }))),
  limit
})

export const PayoutCsv = Schema.Struct({ run })

export const Balances = Schema.Struct({ customer: Ids.ExternalId })

export const Standing = Schema.Struct({ program, customer: Ids.ExternalId })

export const Leaderboard = Schema.Struct({
  program,
  /** Months are those of the program's time zone; `all-time` unless said otherwise. */
  period: Schema.optionalKey(Schema.Literals(["all-time", "this month", "previous month"])),
  /** `friends` who stand as qualified, unless a currency is given: what their orders came to. */
  by: Schema.optionalKey(
    Schema.String.check(
      Schema.makeFilter((text: string) => {
        const unit = Unit.parse(text)
        if (text === "friends" || (Result.isSuccess(unit) && Unit.isCurrency(unit.success))) return true
        return `must be "friends", or a currency such as "USD"; got ${JSON.stringify(text)}`
      })
    )
  ),
  /** How many leaders come before the first of the answer. */
  after: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 }))),
  limit
})

export const AwardPrizes = Schema.Struct({
  program,
  prize: RuleId,
  /** The month that is over, in the program's time zone: the one before this one where it is left out. */
  period: Schema.optionalKey(
    Schema.String.check(
      Schema.makeFilter(
        (text: string) =>
          /^\d{4}-(0[1-9]|1[0-2])$/u.test(text) || `must be a month such as "2026-03"; got ${JSON.stringify(text)}`
      )
    )
  )
})

/** As callers write it: a key that may be left out may also be `undefined`. */
export type Written<I> = { readonly [K in keyof I]: Record<never, never> extends Pick<I, K> ? I[K] | undefined : I[K] }

export type Enroll = Written<typeof Enroll.Encoded>
export type Touch = Written<typeof Touch.Encoded>
export type Signup = Written<typeof Signup.Encoded>
export type Quote = Written<typeof Quote.Encoded>
export type Lock = Written<typeof LockQuote.Encoded>
export type Unlock = Written<typeof Unlock.Encoded>
export type OrderPaid = Written<typeof OrderPaid.Encoded>
export type OrderChanged = Written<typeof OrderChanged.Encoded>
export type OrderRefunded = Written<typeof OrderRefunded.Encoded>
export type OrderCanceled = Written<typeof OrderCanceled.Encoded>
export type DisputeOpened = Written<typeof DisputeOpened.Encoded>
export type DisputeClosed = Written<typeof DisputeClosed.Encoded>
export type OpenReview = Written<typeof OpenReview.Encoded>
export type CloseReview = Written<typeof CloseReview.Encoded>
export type Redeem = Written<typeof Redeem.Encoded>
export type Spend = Written<typeof Spend.Encoded>
export type Exchange = Written<typeof Exchange.Encoded>
export type Unspend = Written<typeof Unspend.Encoded>
export type Publishing = Written<typeof Publishing.Encoded>
export type ByLog = Written<typeof ByLog.Encoded>
export type Turn = Written<typeof Turn.Encoded>
export type OneProgram = Written<typeof OneProgram.Encoded>
export type AllPrograms = Written<typeof AllPrograms.Encoded>
export type Explain = Written<typeof Explain.Encoded>
export type Statement = Written<typeof Statement.Encoded>
export type Choose = Written<typeof Choose.Encoded>
export type SetListed = Written<typeof SetListed.Encoded>
export type Leaderboard = Written<typeof Leaderboard.Encoded>
export type AwardPrizes = Written<typeof AwardPrizes.Encoded>
export type Standing = Written<typeof Standing.Encoded>
export type OpenPayout = Written<typeof OpenPayout.Encoded>
export type SelectPayout = Written<typeof SelectPayout.Encoded>
export type ApprovePayout = Written<typeof ApprovePayout.Encoded>
export type ClosePayout = Written<typeof ClosePayout.Encoded>
export type MarkPaid = Written<typeof MarkPaid.Encoded>
export type MarkFailed = Written<typeof MarkFailed.Encoded>
export type Payout = Written<typeof Payout.Encoded>
export type PayoutCsv = Written<typeof PayoutCsv.Encoded>
export type Balances = Written<typeof Balances.Encoded>

/** A decoder for a door. Keys whose value is `undefined` count as absent. */
export const decoder = <A, I>(schema: Schema.Codec<A, I>): ((input: unknown) => Effect.Effect<A, InvalidInput>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return (input) => {
    const read = decode(withoutUndefined(input))
    return Result.isSuccess(read)
      ? Effect.succeed(read.success)
      : Effect.fail(new InvalidInput({ issues: issuesOf(read.failure) }))
  }
}

const withoutUndefined = (input: unknown): unknown =>
  typeof input === "object" && input !== null && Object.getPrototypeOf(input) === Object.prototype
    ? Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
    : input
