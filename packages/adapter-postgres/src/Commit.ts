/** A batch as the arguments of the function that commits it, and its refusals. */
import { Bound, Conflict, Duplicate, type Store, type StoreError } from "@goodword/core"
import * as Failure from "./Failure.ts"
import type { Arguments } from "./Line.ts"
import * as Literal from "./Literal.ts"

export const itemsIn = ({ counters, events, facts, messages, receipts }: Store.Batch): number =>
  receipts.length + facts.length + counters.length + events.length + messages.length

export const argumentsOf = (tenant: string, batch: Store.Batch): Arguments => {
  const { counters, events, facts, messages, receipts } = batch
  return {
    tenant,
    receipt_keys: Literal.texts(receipts.map(({ key }) => key)),
    receipt_fingerprints: Literal.texts(receipts.map(({ fingerprint }) => fingerprint)),
    receipt_answers: Literal.documents(receipts.map(({ answer }) => answer)),
    ...factsOf(facts),
    counter_keys: Literal.texts(counters.map(({ key }) => key)),
    counter_nets: Literal.numbers(counters.map(({ net }) => net)),
    counter_peaks: Literal.numbers(counters.map(({ peak }) => peak)),
    counter_troughs: Literal.numbers(counters.map(({ trough }) => trough)),
    counter_mins: Literal.numbers(counters.map(({ min }) => min)),
    counter_maxes: Literal.numbers(counters.map(({ max }) => max)),
    counter_expects: Literal.numbers(counters.map(({ expect }) => expect)),
    event_ids: Literal.texts(events.map(({ id }) => id)),
    event_types: Literal.texts(events.map(({ type }) => type)),
    event_versions: Literal.numbers(events.map(({ version }) => version)),
    event_ats: Literal.numbers(events.map(({ at }) => at)),
    event_recordeds: Literal.numbers(events.map(({ recorded }) => recorded)),
    event_bodies: Literal.documents(events.map(({ body }) => body)),
    ...transfersOf(events),
    message_ids: Literal.texts(messages.map(({ id }) => id)),
    message_lanes: Literal.texts(messages.map(({ lane }) => lane)),
    message_dues: Literal.numbers(messages.map(({ due }) => due)),
    message_bodies: Literal.documents(messages.map(({ body }) => body))
  }
}

/** Apart by what is done with them, so that a document is handed on once. */
const factsOf = (facts: Store.Batch["facts"]): Arguments => {
  const absent = facts.filter(({ expect }) => expect === 0)
  const held = facts.filter(({ expect }) => expect > 0)
  const put = held.filter((fact) => fact.put !== undefined)
  return {
    new_keys: Literal.texts(absent.map(({ key }) => key)),
    new_values: Literal.documents(absent.map((fact) => fact.put)),
    held_keys: Literal.texts(held.map(({ key }) => key)),
    held_versions: Literal.numbers(held.map(({ expect }) => expect)),
    held_for_check: Literal.flags(held.map((fact) => fact.put === undefined)),
    put_keys: Literal.texts(put.map(({ key }) => key)),
    put_values: Literal.documents(put.map((fact) => fact.put))
  }
}

/** All transfers of a batch, each with the number of its event in the batch and its own in the event, both from 1. */
const transfersOf = (events: Store.Batch["events"]): Arguments => {
  const rows = events.flatMap(({ transfers }, event) =>
    transfers.map((transfer, number) => ({ ...transfer, event: event + 1, number: number + 1 }))
  )
  return {
    transfer_events: Literal.numbers(rows.map(({ event }) => event)),
    transfer_numbers: Literal.numbers(rows.map(({ number }) => number)),
    transfer_ids: Literal.texts(rows.map(({ id }) => id)),
    transfer_phases: Literal.texts(rows.map(({ phase }) => phase)),
    transfer_debits: Literal.texts(rows.map(({ debit }) => debit)),
    transfer_credits: Literal.texts(rows.map(({ credit }) => credit)),
    transfer_amounts: Literal.numbers(rows.map(({ amount }) => amount.minor)),
    transfer_units: Literal.texts(rows.map(({ amount }) => amount.unit)),
    transfer_resolves: Literal.texts(rows.map(({ of }) => of))
  }
}

const refusals = { GW001: Conflict, GW002: Bound, GW003: Duplicate }

export const failureOf = (error: unknown): StoreError | Conflict | Bound | Duplicate => {
  const Refusal = refusals[Failure.codeOf(error) as keyof typeof refusals]
  if (Refusal === undefined) return Failure.storeError(error)
  return new Refusal({ keys: JSON.parse(Failure.detailOf(error) ?? "[]") as readonly string[] })
}
