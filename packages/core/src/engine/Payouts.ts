/**
 * The doors of payout runs. Whoever may be paid is looked up in a read model; each is decided by the facts. So what a
 * crash leaves undone is done by asking again, and nobody is selected or paid twice.
 */
import * as Effect from "effect/Effect"
import type { Command } from "../domain/Command.ts"
import type * as Fact from "../domain/Fact.ts"
import type { PersonId, Tenant } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import * as Key from "../domain/Key.ts"
import * as Money from "../domain/Money.ts"
import * as Cash from "../domain/reading/Cash.ts"
import * as Statement from "../domain/reading/Statement.ts"
import type { Unit } from "../domain/Unit.ts"
import type { DirectoryShape } from "../ports/Directory.ts"
import type { DirectoryError } from "../ports/PortError.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { Combiner } from "./Combiner.ts"
import { type DoorError, type EngineError, Refusal } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { facts } from "./LoadFact.ts"
import * as Output from "./Output.ts"
import * as PayoutCsv from "./PayoutCsv.ts"
import type { Reader } from "./Reader.ts"
import * as Receipts from "./Receipts.ts"
import * as Taxes from "./Taxes.ts"

export interface Config {
  readonly tenant: Tenant
  readonly store: StoreShape
  readonly directory: DirectoryShape
  readonly combiner: Combiner
  readonly reader: Reader
  readonly now: () => Instant
}

type Door<I, A> = (input: I) => Effect.Effect<A, DoorError>

export interface Payouts extends Taxes.Taxes {
  /** Opens a run: what is paid, of what was available by when, from which amount on. */
  readonly openPayout: Door<Input.OpenPayout, Output.Payout>
  /** Selects everybody who is owed enough; their lots are used from then on. */
  readonly selectPayout: Door<Input.SelectPayout, Output.PayoutSelection>
  /** Nobody else is selected from then on, and a plugin is asked to pay each item. */
  readonly approvePayout: Door<Input.ApprovePayout, Output.Payout>
  readonly markPaid: Door<Input.MarkPaid, Output.PayoutItem>
  /** What was not paid comes back to the person, and a later run may pay it. */
  readonly markFailed: Door<Input.MarkFailed, Output.PayoutItem>
  /** Nothing is open in it any more. */
  readonly closePayout: Door<Input.ClosePayout, Output.Payout>
  /** A run and its items, page by page. */
  readonly payout: Door<Input.Payout, Output.PayoutPage>
  /** All items as a table, for a bank or a spreadsheet. */
  readonly payoutCsv: Door<Input.PayoutCsv, string>
}

export const make = (config: Config): Payouts => ({
  ...turns(config),
  selectPayout: selectPayout(config),
  ...items(config),
  ...lists(config),
  ...Taxes.make(config)
})

const ask = Effect.fnUntraced(function* (
  { combiner }: Config,
  door: string,
  fields: { readonly run: string; readonly person?: PersonId },
  command: Command
) {
  const of = fields.person === undefined ? "" : `/${Key.part(fields.person)}`
  const key = `payout/${Key.part(fields.run)}/${door}${of}`
  const { answer } = yield* combiner.ask({ command, receipt: { key, fingerprint: Receipts.fingerprint(fields) } })
  return answer.subject
})

const turns = (config: Config): Pick<Payouts, "openPayout" | "approvePayout" | "closePayout"> => {
  const decodeOpen = Input.decoder(Input.OpenPayout)
  const decodeApprove = Input.decoder(Input.ApprovePayout)
  const decodeClose = Input.decoder(Input.ClosePayout)
  const turn = (door: string, fields: { readonly run: string }, command: Command) =>
    Effect.map(ask(config, door, fields, command), ({ run }) => Output.payout(run as Fact.Payout))
  return {
    openPayout: Effect.fn("Goodword.openPayout")(function* (input) {
      const fields = yield* decodeOpen(input)
      const { at = config.now(), hold, minimum, unit, ...rest } = fields
      const least = minimum ?? Money.zero(unit)
      const command: Command = { _tag: "OpenPayout", ...rest, minimum: least, holdMs: hold ?? 0, at }
      return yield* turn("open", fields, command)
    }),
    approvePayout: Effect.fn("Goodword.approvePayout")(function* (input) {
      const fields = yield* decodeApprove(input)
      return yield* turn("approve", fields, { _tag: "ApprovePayout", ...fields, at: fields.at ?? config.now() })
    }),
    closePayout: Effect.fn("Goodword.closePayout")(function* (input) {
      const fields = yield* decodeClose(input)
      return yield* turn("close", fields, { _tag: "ClosePayout", ...fields, at: fields.at ?? config.now() })
    })
  }
}

const runOf = Effect.fnUntraced(function* (config: Config, run: string) {
  const [known] = yield* facts(config, [Key.payout(run)])
  if (known == null) return yield* Effect.fail<EngineError>(new Refusal({ _tag: "PayoutUnknown", run }))
  return known
})

/** How many people one call looks at. */
const lookedMax = 1_000
const pageMax = 32

const selectPayout = (config: Config): Payouts["selectPayout"] => {
  const decode = Input.decoder(Input.SelectPayout)
  return Effect.fn("Goodword.selectPayout")(function* (input) {
    const { after = 0, run } = yield* decode(input)
    const { minimum } = yield* runOf(config, run)
    const isComplete = yield* config.reader.catchUp
    let looked = after
    let isMore = true
    const held: Output.PayoutHeld[] = []
    while (isMore && looked < after + lookedMax) {
      const people = yield* config.reader.look((pages) => Cash.people(pages, minimum.unit, looked, pageMax))
      held.push(...(yield* selectAll(config, run, minimum.unit, people)))
      looked += people.length
      isMore = people.length === pageMax
    }
    return { ...Output.payout(yield* runOf(config, run)), held, next: isMore ? looked : null, isComplete }
  })
}

/** Asks for each who has anything in the unit; a decision looks whether it is enough, and may be paid out. Answers who is held. */
const selectAll = Effect.fnUntraced(function* (config: Config, run: string, unit: Unit, people: readonly PersonId[]) {
  const heads = yield* config.reader.facts(people.map(Statement.headKey))
  const owed = people.filter((person) => {
    const head = heads.get(Statement.headKey(person)) as Statement.Head | null
    return head?.balances.some(({ available }) => available.unit === unit && available.minor > 0n)
  })
  const replies = yield* Effect.forEach(
    owed,
    (person) => config.combiner.ask({ command: { _tag: "SelectPayout", run, person, unit, at: config.now() } }),
    { concurrency: 8 }
  )
  return replies.flatMap(({ answer }) =>
    answer.subject.held == null ? [] : [Output.payoutHeld(answer.subject.held as Fact.PayoutHeld)]
  )
})

const items = (config: Config): Pick<Payouts, "markPaid" | "markFailed"> => {
  const decodePaid = Input.decoder(Input.MarkPaid)
  const decodeFailed = Input.decoder(Input.MarkFailed)
  const payee = (
    fields: typeof Input.MarkPaid.Type | typeof Input.MarkFailed.Type
  ): Effect.Effect<PersonId, DirectoryError> =>
    fields.person === undefined
      ? config.directory.personFor(config.tenant, "customer", fields.customer ?? "")
      : Effect.succeed(fields.person)
  return {
    markPaid: Effect.fn("Goodword.markPaid")(function* (input) {
      const { customer: _, ...fields } = yield* Effect.flatMap(decodePaid(input), (fields) =>
        Effect.map(payee(fields), (person) => ({ ...fields, person }))
      )
      const at = fields.at ?? config.now()
      const { item } = yield* ask(config, "paid", fields, { _tag: "PaidPayout", ...fields, at })
      return Output.payoutItem(item as Fact.PayoutItem)
    }),
    markFailed: Effect.fn("Goodword.markFailed")(function* (input) {
      const { customer: _, ...fields } = yield* Effect.flatMap(decodeFailed(input), (fields) =>
        Effect.map(payee(fields), (person) => ({ ...fields, person }))
      )
      const at = fields.at ?? config.now()
      const { item } = yield* ask(config, "failed", fields, { _tag: "FailPayout", ...fields, at })
      return Output.payoutItem(item as Fact.PayoutItem)
    })
  }
}

const pageOf = Effect.fnUntraced(function* (config: Config, run: string, after: number, limit: number) {
  const known = yield* runOf(config, run)
  const count = Math.max(0, Math.min(limit, known.items - after))
  const keys = Array.from({ length: count }, (_, i) => Key.payoutPlace(run, after + i + 1))
  const places = yield* facts(config, keys)
  const people = places.flatMap((place) => (place === null ? [] : [place.person]))
  const found = yield* facts(
    config,
    people.map((person) => Key.payoutItem(run, person))
  )
  const last = after + count
  return { known, items: found.filter((item) => item !== null), next: last < known.items ? last : null }
})

const lists = (config: Config): Pick<Payouts, "payout" | "payoutCsv"> => {
  const decode = Input.decoder(Input.Payout)
  const decodeCsv = Input.decoder(Input.PayoutCsv)
  return {
    payout: Effect.fn("Goodword.payout")(function* (input) {
      const { after = 0, limit = 50, run } = yield* decode(input)
      const { items, known, next } = yield* pageOf(config, run, after, limit)
      return { ...Output.payout(known), list: items.map(Output.payoutItem), next }
    }),
    payoutCsv: Effect.fn("Goodword.payoutCsv")(function* (input) {
      const { run } = yield* decodeCsv(input)
      const rows = [PayoutCsv.header]
      for (let after: number | null = 0; after !== null; ) {
        const page: { readonly items: readonly Fact.PayoutItem[]; readonly next: number | null } = yield* pageOf(
          config,
          run,
          after,
          100
        )
        for (const item of page.items) rows.push(PayoutCsv.row(item))
        after = page.next
      }
      return rows.join("")
    })
  }
}
