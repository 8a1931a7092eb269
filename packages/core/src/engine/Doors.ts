/**
 * The doors of one tenant: each decodes what comes in, turns people into opaque ids, asks the combiner, and tells the
 * answer. They differ in nothing else, so that no door forgets anything.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Answer } from "../domain/Answer.ts"
import type { Catalogs } from "../domain/Catalogs.ts"
import type { Command } from "../domain/Command.ts"
import * as EmailFold from "../domain/EmailFold.ts"
import type * as Fact from "../domain/Fact.ts"
import type { Code, PersonId, ProgramId, QuoteId, RewardId, Tenant } from "../domain/Ids.ts"
import * as Ids from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import * as Key from "../domain/Key.ts"
import * as Wire from "../domain/Wire.ts"
import type { DirectoryShape } from "../ports/Directory.ts"
import type { DirectoryError } from "../ports/PortError.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { Reply } from "./Attempt.ts"
import type { Combiner } from "./Combiner.ts"
import { type DoorError, type EngineError, InvalidInput } from "./EngineError.ts"
import * as Input from "./Input.ts"
import * as LineInput from "./LineInput.ts"
import * as Lotteries from "./Lotteries.ts"
import * as Output from "./Output.ts"
import * as ProgramDoors from "./ProgramDoors.ts"
import * as ProgramDrafts from "./ProgramDrafts.ts"
import * as Receipts from "./Receipts.ts"
import * as Standing from "./Standing.ts"

export interface Config {
  readonly tenant: Tenant
  readonly store: StoreShape
  readonly directory: DirectoryShape
  readonly combiner: Combiner
  readonly catalogs: Catalogs
  readonly now: () => Instant
  readonly newId: () => string
  readonly newCode: () => string
  readonly newSeed: () => string
  readonly landing: string | undefined
  /** The programs that were opened: the first is meant where a call names none. */
  readonly programs: readonly ProgramId[]
}

/** A door takes what its caller wrote, and answers or fails with a tagged error. */
export type Door<I, A> = (input: I) => Effect.Effect<A, DoorError>

export interface Doors extends Lotteries.Lotteries, ProgramDoors.ProgramDoors, ProgramDrafts.ProgramDrafts {
  readonly enroll: Door<Input.Enroll, Output.Enrolled>
  readonly touch: Door<Input.Touch, Output.Decision>
  readonly signedUp: Door<Input.Signup, Output.Decision>
  readonly quote: Door<Input.Quote, Output.Quoted>
  readonly lock: Door<Input.Lock, Output.Locked>
  readonly unlock: Door<Input.Unlock, Output.Decision>
  readonly orderPaid: Door<Input.OrderPaid, Output.Decision>
  readonly orderChanged: Door<Input.OrderChanged, Output.Decision>
  readonly orderRefunded: Door<Input.OrderRefunded, Output.Decision>
  readonly orderCanceled: Door<Input.OrderCanceled, Output.Decision>
  readonly disputeOpened: Door<Input.DisputeOpened, Output.Decision>
  readonly disputeClosed: Door<Input.DisputeClosed, Output.Decision>
  readonly openReview: Door<Input.OpenReview, Output.Decision>
  readonly closeReview: Door<Input.CloseReview, Output.Decision>
  /** Takes somebody off the leaderboards, or lists them again. */
  readonly setListed: Door<Input.SetListed, Output.Decision>
  /** What somebody wishes of an offer that leaves a choice, or another option in place of a reward that is untouched. */
  readonly choose: Door<Input.Choose, Output.Decision>
  readonly redeem: Door<Input.Redeem, Output.Redeemed>
  /** Uses what waits in a customer's wallet, the oldest lots first. */
  readonly spend: Door<Input.Spend, Output.Spent>
  /** Uses a customer's points for what a program gives for them. */
  readonly exchange: Door<Input.Exchange, Output.Spent>
  /** Rolls a spend or a redemption back, in whole or in part; an exchange whole, while what it gave is unused. */
  readonly unspend: Door<Input.Unspend, Output.Unspent>
  /** Why an order earned what it did, as it was answered then; `undefined` where no such order was recorded. */
  readonly explain: Door<Input.Explain, Output.Decision | undefined>
  /** The tier of an advocate, what counts, what the next one takes, and until when it is kept. */
  readonly standing: Door<Input.Standing, Output.Standing>
}

/** What a receipt does not remember of a question: what is personal, and what only names the call. */
const forgotten = { email: undefined, key: undefined }

interface Context extends Config {
  readonly ask: (door: string, key: string, fields: object, command: Command) => Effect.Effect<Reply, EngineError>
  readonly person: (kind: "customer" | "visitor", id: string) => Effect.Effect<PersonId, DirectoryError>
  readonly prints: (email: string | undefined) => Effect.Effect<readonly string[], DirectoryError>
  readonly programOf: (given: ProgramId | undefined) => Effect.Effect<ProgramId, InvalidInput>
}

export const make = (config: Config): Doors => {
  const context = contextOf(config)
  return {
    ...ProgramDoors.make(context),
    ...ProgramDrafts.make(context),
    ...Lotteries.make(context),
    enroll: enroll(context),
    touch: touch(context),
    signedUp: signedUp(context),
    quote: quote(context),
    ...locks(context),
    ...orders(context),
    ...troubles(context),
    ...reviews(context),
    setListed: setListed(context),
    choose: choose(context),
    redeem: redeem(context),
    spend: spend(context),
    exchange: exchange(context),
    unspend: unspend(context),
    explain: explain(context),
    standing: standing(context)
  }
}

/** Publishes what is unknown, and refuses what differs from what is published. */
export const openProgram = (config: Config): Doors["publish"] => ProgramDoors.publish(contextOf(config), "open")

/** The people of a question as the command names them: the store's own ids do not stay in receipts for ever. */
const peopleIn = (fields: object, command: Command): Readonly<Record<string, PersonId | undefined>> => {
  const person = "person" in command ? command.person : "subject" in command ? command.subject : friendIn(command)
  const visitor = "visitor" in command ? command.visitor : person
  return { ...("customer" in fields ? { customer: person } : {}), ...("visitor" in fields ? { visitor } : {}) }
}

const friendIn = (command: Command): PersonId | undefined => ("friend" in command ? command.friend : undefined)

/** The program that a call names; the first that was opened where it names none. */
export const programOf =
  (opened: readonly ProgramId[]) =>
  (given: ProgramId | undefined): Effect.Effect<ProgramId, InvalidInput> => {
    const program = given ?? opened[0]
    return program === undefined
      ? Effect.fail(new InvalidInput({ issues: [{ path: "program", message: "is missing: no program was opened" }] }))
      : Effect.succeed(program)
  }

const contextOf = (config: Config): Context => ({
  ...config,
  ask: (door, key, fields, command) => {
    const fingerprint = Receipts.fingerprint({ ...fields, ...forgotten, ...peopleIn(fields, command), door })
    return config.combiner.ask({ command, receipt: { key, fingerprint } })
  },
  person: (kind, id) => config.directory.personFor(config.tenant, kind, id),
  prints: (email) => {
    const folded = email === undefined ? undefined : EmailFold.fold(email)
    if (folded === undefined || Result.isFailure(folded)) return Effect.succeed([])
    return Effect.map(config.directory.print(config.tenant, "email", folded.success), (print) => [print])
  },
  programOf: programOf(config.programs)
})

const tell = ({ answer, isReplayed }: Reply): Output.Decision => Output.decision(answer, isReplayed)

const enroll = (context: Context): Doors["enroll"] => {
  const decode = Input.decoder(Input.Enroll)
  return Effect.fn("Goodword.enroll")(function* (input) {
    const fields = yield* decode(input)
    const program = yield* context.programOf(fields.program)
    const person = yield* context.person("customer", fields.customer)
    const prints = yield* context.prints(fields.email)
    const codes =
      fields.code === undefined ? [0, 1, 2].map(() => context.newCode() as Code) : [yield* codeOf(fields.code)]
    const key = `enroll/${fields.key ?? context.newId()}`
    const at = fields.at ?? context.now()
    const segments = fields.segments === undefined ? {} : { segments: fields.segments }
    const command: Command = { _tag: "EnrollAdvocate", program, person, codes, ...segments, prints, at }
    const { answer } = yield* context.ask("enroll", key, fields, command)
    const code = answer.subject.code as string
    return { program, person, code, link: linkTo(context.landing, code) }
  })
}

const linkTo = (landing: string | undefined, code: string): string | undefined =>
  landing === undefined ? undefined : `${landing}${landing.includes("?") ? "&" : "?"}ref=${encodeURIComponent(code)}`

const isCode = Input.decoder(Ids.Code as Schema.Codec<Code, string>)

const codeOf = (typed: string): Effect.Effect<Code, InvalidInput> =>
  Effect.mapError(
    isCode(typed.trim().toUpperCase()),
    ({ issues }) => new InvalidInput({ issues: issues.map(({ message }) => ({ path: "code", message })) })
  )

const touch = (context: Context): Doors["touch"] => {
  const decode = Input.decoder(Input.Touch)
  return Effect.fn("Goodword.touch")(function* (input) {
    const fields = yield* decode(input)
    const code = yield* codeOf(fields.code)
    const subject =
      fields.customer === undefined
        ? yield* context.person("visitor", fields.visitor ?? "")
        : yield* context.person("customer", fields.customer)
    const id = fields.key ?? context.newId()
    const at = fields.at ?? context.now()
    const command: Command = { _tag: "RecordTouch", touch: id, code, subject, source: fields.source ?? "click", at }
    return tell(yield* context.ask("touch", `touch/${id}`, fields, command))
  })
}

type Visit = typeof Input.Signup.Type

/** The parts of a command that every visit has. */
const visitOf = Effect.fnUntraced(function* (context: Context, fields: Visit) {
  const person = yield* context.person("customer", fields.customer)
  const visitor = fields.visitor === undefined ? {} : { visitor: yield* context.person("visitor", fields.visitor) }
  const country = fields.country === undefined ? {} : { country: fields.country }
  const segments = fields.segments === undefined ? {} : { segments: fields.segments }
  const newCustomer = fields.newCustomer === undefined ? {} : { newCustomer: fields.newCustomer }
  const prints = yield* context.prints(fields.email)
  return { person, ...visitor, ...country, ...segments, ...newCustomer, prints, at: fields.at ?? context.now() }
})

const signedUp = (context: Context): Doors["signedUp"] => {
  const decode = Input.decoder(Input.Signup)
  return Effect.fn("Goodword.signedUp")(function* (input) {
    const fields = yield* decode(input)
    const visit = yield* visitOf(context, fields)
    return tell(
      yield* context.ask("signup", `signup/${Key.part(visit.person)}`, fields, { _tag: "RecordSignup", ...visit })
    )
  })
}

const quote = (context: Context): Doors["quote"] => {
  const decode = Input.decoder(Input.Quote)
  return Effect.fn("Goodword.quote")(function* (input) {
    const fields = yield* decode(input)
    const visit = yield* visitOf(context, fields)
    const id = (fields.key ?? context.newId()) as QuoteId
    const cart = fields.cart.total
    const lines = LineInput.toLines(fields.cart.lines)
    const asked = fields.reward === undefined ? {} : { reward: fields.reward }
    const command: Command = { _tag: "RequestQuote", ...visit, ...lines, ...asked, quote: id, cart }
    const { answer, isReplayed } = yield* context.ask("quote", `quote/${id}`, fields, command)
    return Output.quoted(id, { total: cart, ...lines }, answer, isReplayed)
  })
}

const locks = (context: Context): Pick<Doors, "lock" | "unlock"> => {
  const decodeLock = Input.decoder(Input.LockQuote)
  const decodeUnlock = Input.decoder(Input.Unlock)
  return {
    lock: Effect.fn("Goodword.lock")(function* (input) {
      const fields = yield* decodeLock(input)
      const at = fields.at ?? context.now()
      const command: Command = { _tag: "LockQuote", quote: fields.quote, forMs: fields.for, at }
      const key = `lock/${Key.part(fields.quote)}/${fields.key ?? context.newId()}`
      const { answer, isReplayed } = yield* context.ask("lock", key, fields, command)
      return Output.locked(answer, isReplayed)
    }),
    unlock: Effect.fn("Goodword.unlock")(function* (input) {
      const fields = yield* decodeUnlock(input)
      const command: Command = { _tag: "UnlockQuote", quote: fields.quote, at: fields.at ?? context.now() }
      const key = `unlock/${Key.part(fields.quote)}/${fields.key ?? context.newId()}`
      return tell(yield* context.ask("unlock", key, fields, command))
    })
  }
}

const orderKey = (order: string): string => `order/${Key.part(order)}`

const orders = (context: Context): Pick<Doors, "orderPaid" | "orderChanged" | "orderRefunded"> => {
  const decodePaid = Input.decoder(Input.OrderPaid)
  const decodeChanged = Input.decoder(Input.OrderChanged)
  const decodeRefunded = Input.decoder(Input.OrderRefunded)
  return {
    orderPaid: Effect.fn("Goodword.orderPaid")(function* (input) {
      const fields = yield* decodePaid(input)
      const { order, total } = fields
      const visit = yield* visitOf(context, fields)
      const quoted = fields.quote === undefined ? {} : { quote: fields.quote }
      const lines = LineInput.toLines(fields.lines)
      const command: Command = { _tag: "RecordOrder", ...visit, ...quoted, ...lines, order, total }
      return tell(yield* context.ask("order", orderKey(order), fields, command))
    }),
    orderChanged: Effect.fn("Goodword.orderChanged")(function* (input) {
      const fields = yield* decodeChanged(input)
      const { order, revision, total } = fields
      const lines = LineInput.toLines(fields.lines)
      const at = fields.at ?? context.now()
      const command: Command = { _tag: "ChangeOrder", order, revision, total, ...lines, at }
      return tell(yield* context.ask("change", `${orderKey(order)}/revision/${revision}`, fields, command))
    }),
    orderRefunded: Effect.fn("Goodword.orderRefunded")(function* (input) {
      const fields = yield* decodeRefunded(input)
      const { amount, order, refund } = fields
      const lines = LineInput.toParts(fields.lines)
      const why = fields.reason === undefined ? {} : { reason: fields.reason }
      const at = fields.at ?? context.now()
      const command: Command = { _tag: "RefundOrder", order, refund, amount, ...lines, ...why, at }
      return tell(yield* context.ask("refund", `${orderKey(order)}/refund/${Key.part(refund)}`, fields, command))
    })
  }
}

const disputeKey = ({ dispute, order }: { readonly dispute: string; readonly order: string }): string =>
  `${orderKey(order)}/dispute/${Key.part(dispute)}`

const troubles = (context: Context): Pick<Doors, "orderCanceled" | "disputeOpened" | "disputeClosed"> => {
  const decodeCanceled = Input.decoder(Input.OrderCanceled)
  const decodeOpened = Input.decoder(Input.DisputeOpened)
  const decodeClosed = Input.decoder(Input.DisputeClosed)
  return {
    orderCanceled: Effect.fn("Goodword.orderCanceled")(function* (input) {
      const fields = yield* decodeCanceled(input)
      const command: Command = { _tag: "CancelOrder", order: fields.order, at: fields.at ?? context.now() }
      return tell(yield* context.ask("cancel", `${orderKey(fields.order)}/canceled`, fields, command))
    }),
    disputeOpened: Effect.fn("Goodword.disputeOpened")(function* (input) {
      const fields = yield* decodeOpened(input)
      const command: Command = { _tag: "OpenDispute", ...fields, at: fields.at ?? context.now() }
      return tell(yield* context.ask("disputeOpened", `${disputeKey(fields)}/opened`, fields, command))
    }),
    disputeClosed: Effect.fn("Goodword.disputeClosed")(function* (input) {
      const fields = yield* decodeClosed(input)
      const command: Command = { _tag: "CloseDispute", ...fields, at: fields.at ?? context.now() }
      return tell(yield* context.ask("disputeClosed", `${disputeKey(fields)}/closed`, fields, command))
    })
  }
}

const reviews = (context: Context): Pick<Doors, "openReview" | "closeReview"> => {
  const decodeOpen = Input.decoder(Input.OpenReview)
  const decodeClose = Input.decoder(Input.CloseReview)
  return {
    openReview: Effect.fn("Goodword.openReview")(function* (input) {
      const fields = yield* decodeOpen(input)
      const program = yield* context.programOf(fields.program)
      const friend = yield* context.person("customer", fields.customer)
      const command: Command = { _tag: "OpenReview", program, friend, at: fields.at ?? context.now() }
      return tell(yield* context.ask("openReview", `review/${fields.key ?? context.newId()}`, fields, command))
    }),
    closeReview: Effect.fn("Goodword.closeReview")(function* (input) {
      const fields = yield* decodeClose(input)
      const { verdict } = fields
      const program = yield* context.programOf(fields.program)
      const friend = yield* context.person("customer", fields.customer)
      const command: Command = { _tag: "CloseReview", program, friend, verdict, at: fields.at ?? context.now() }
      return tell(yield* context.ask("closeReview", `review/${fields.key ?? context.newId()}`, fields, command))
    })
  }
}

const setListed = (context: Context): Doors["setListed"] => {
  const decode = Input.decoder(Input.SetListed)
  return Effect.fn("Goodword.setListed")(function* (input) {
    const fields = yield* decode(input)
    const person = yield* context.person("customer", fields.customer)
    const at = fields.at ?? context.now()
    const command: Command = { _tag: "SetListing", person, isListed: fields.listed, at }
    return tell(yield* context.ask("setListed", `listing/${fields.key ?? context.newId()}`, fields, command))
  })
}

const choose = (context: Context): Doors["choose"] => {
  const decode = Input.decoder(Input.Choose)
  return Effect.fn("Goodword.choose")(function* (input) {
    const fields = yield* decode(input)
    const { customer, offer, option, reward } = fields
    const at = fields.at ?? context.now()
    const key = `choose/${Key.part(fields.key ?? context.newId())}`
    if (reward !== undefined) {
      return tell(yield* context.ask("choose", key, fields, { _tag: "SwapReward", reward, option, at }))
    }
    const program = yield* context.programOf(fields.program)
    const person = yield* context.person("customer", customer ?? "")
    const command: Command = { _tag: "ChooseOption", program, person, offer: offer ?? "", option, at }
    return tell(yield* context.ask("choose", key, fields, command))
  })
}

const redeem = (context: Context): Doors["redeem"] => {
  const decode = Input.decoder(Input.Redeem)
  return Effect.fn("Goodword.redeem")(function* (input) {
    const fields = yield* decode(input)
    const { order, reward, total } = fields
    const lines = LineInput.toLines(fields.lines)
    const at = fields.at ?? context.now()
    const command: Command = { _tag: "RedeemReward", reward, order, total, ...lines, at }
    const returns = yield* returnsOf(context, reward)
    // What came back is redeemed anew: the first use has the reward's own key, and each after a roll back a number.
    const key = `redeem/${reward}${returns === 0 ? "" : `/${returns + 1}`}`
    return Output.redeemed(reward, { total, ...lines }, yield* context.ask("redeem", key, fields, command))
  })
}

/** How often a reward has come back after it had been redeemed whole. */
const returnsOf = Effect.fnUntraced(function* ({ store, tenant }: Context, reward: RewardId) {
  const id = Key.fromRewardId(reward)
  if (id === undefined) return 0
  const loaded = yield* store.load(tenant, { receipts: [], facts: [id.key], counters: [] })
  const stored = loaded.facts[0]
  const fact = stored === undefined ? null : (Wire.decode(stored.value) as Fact.Reward | null)
  return fact?.reward === reward ? (fact.returns ?? 0) : 0
})

const spend = (context: Context): Doors["spend"] => {
  const decode = Input.decoder(Input.Spend)
  return Effect.fn("Goodword.spend")(function* (input) {
    const fields = yield* decode(input)
    const { amount, order, total } = fields
    const person = yield* context.person("customer", fields.customer)
    const id = fields.key ?? context.newId()
    const at = fields.at ?? context.now()
    const whole = total === undefined ? {} : { total }
    const command: Command = { _tag: "SpendLots", spend: id, person, amount, order, ...whole, at }
    return Output.spent(id, yield* context.ask("spend", `spend/${Key.part(id)}`, fields, command))
  })
}

const exchange = (context: Context): Doors["exchange"] => {
  const decode = Input.decoder(Input.Exchange)
  return Effect.fn("Goodword.exchange")(function* (input) {
    const fields = yield* decode(input)
    const program = yield* context.programOf(fields.program)
    const person = yield* context.person("customer", fields.customer)
    const id = fields.key ?? context.newId()
    const { exchange, times = 1 } = fields
    const at = fields.at ?? context.now()
    const command: Command = { _tag: "ExchangePoints", spend: id, person, program, exchange, times, at }
    return Output.spent(id, yield* context.ask("exchange", `exchange/${Key.part(id)}`, fields, command))
  })
}

const unspend = (context: Context): Doors["unspend"] => {
  const decode = Input.decoder(Input.Unspend)
  return Effect.fn("Goodword.unspend")(function* (input) {
    const fields = yield* decode(input)
    const { exchange, reward } = fields
    const whole = fields.amount === undefined ? {} : { amount: fields.amount }
    const at = fields.at ?? context.now()
    const command: Command =
      reward === undefined
        ? {
            _tag: "ReturnSpend",
            spend: exchange === undefined ? Key.spend(fields.spend ?? "") : Key.exchange(exchange),
            ...whole,
            at
          }
        : { _tag: "ReturnReward", reward, ...whole, at }
    const key = `unspend/${Key.part(fields.key ?? context.newId())}`
    return Output.unspent(yield* context.ask("unspend", key, fields, command))
  })
}

const explain = (context: Context): Doors["explain"] => {
  const decode = Input.decoder(Input.Explain)
  return Effect.fn("Goodword.explain")(function* (input) {
    const { order } = yield* decode(input)
    const loaded = yield* context.store.load(context.tenant, { receipts: [orderKey(order)], facts: [], counters: [] })
    const receipt = loaded.receipts[0]
    return receipt === undefined ? undefined : Output.decision(Wire.decode(receipt.answer) as Answer, true)
  })
}

const standing = (context: Context): Doors["standing"] => {
  const decode = Input.decoder(Input.Standing)
  const ask = Standing.make(context)
  return Effect.fn("Goodword.standing")(function* (input) {
    const fields = yield* decode(input)
    const program = yield* context.programOf(fields.program)
    return yield* ask(program, yield* context.person("customer", fields.customer))
  })
}
