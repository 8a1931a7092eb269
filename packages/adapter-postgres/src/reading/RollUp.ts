/**
 * Keeps the figures: reads the log from where they stand, page by page. Each page is one transaction that also moves the
 * cursor, so whatever breaks off, every event is in the figures once; two who do it at once only do some work in vain.
 */
import { EventLog, StoreError } from "@goodword/core"
import * as Result from "effect/Result"
import type { Arguments, Line } from "../Line.ts"
import * as Literal from "../Literal.ts"
import * as Rows from "../Rows.ts"
import * as Asked from "./Asked.ts"
import { Days, type Earlier, fold, type Placed, refersTo, type Sums } from "./Figures.ts"

export interface RollUpProgress {
  readonly tenant: string
  /** The place of the last event that the figures contain. */
  readonly place: number
}

export interface RollUpOptions {
  /** How many events are taken at once: 500 unless given, 1000 at most. */
  readonly page?: number
  /** Told after each page. */
  readonly onProgress?: (progress: RollUpProgress) => void
}

export interface RollUpQuestion extends RollUpOptions {
  readonly tenant: string
}

const pageSize = 500

/** Brings the figures of a tenant up to the end of the log. */
export const rollUp = async (line: Line, question: RollUpQuestion): Promise<RollUpProgress> => {
  const { onProgress, tenant } = question
  const most = Asked.limit(question.page, pageSize, "page")
  let place = (await line("rolled_up_to", { tenant })) as number
  let days = await daysAt(line, tenant, place)
  for (;;) {
    const events = placed((await line("events_after", { tenant, after: place, most })) as readonly Rows.Event[] | null)
    const next = events.at(-1)?.place
    if (next === undefined) return { tenant, place }
    const sums = fold(events, await earlier(line, tenant, events), days)
    place = (await line("roll_up", argumentsOf(tenant, place, next, sums))) as number
    // Somebody else has moved the cursor: other publications may lie before it.
    if (place !== next) days = await daysAt(line, tenant, place)
    onProgress?.({ tenant, place })
  }
}

const tenantsAtOnce = 100

/**
 * The same for every tenant, one after another. A log that cannot be read holds nobody else up: the first such failure is
 * told when all others are done.
 */
export const rollUpAll = async (line: Line, options: RollUpOptions): Promise<readonly RollUpProgress[]> => {
  const done: RollUpProgress[] = []
  let failure: StoreError | undefined
  for (let after = ""; ; ) {
    const tenants = ((await line("tenants_after", { after, most: tenantsAtOnce })) as Rows.Tenants | null) ?? []
    for (const tenant of tenants) {
      after = tenant
      try {
        done.push(await rollUp(line, { ...options, tenant }))
      } catch (error) {
        if (!(error instanceof StoreError) || error.reason !== "Unreadable") throw error
        failure ??= error
      }
    }
    if (tenants.length === tenantsAtOnce) continue
    if (failure !== undefined) throw failure
    return done
  }
}

/** Throws the figures of a tenant away and makes them anew from the log. */
export const rebuild = async (line: Line, question: RollUpQuestion): Promise<RollUpProgress> => {
  await line("forget_figures", { tenant: question.tenant })
  return rollUp(line, question)
}

const placed = (rows: readonly Rows.Event[] | null): readonly Placed[] =>
  (rows ?? []).map((row) => {
    const stored = Rows.event(row)
    const event = EventLog.fromStored(stored)
    if (Result.isSuccess(event)) return { place: stored.cursor, event: event.success }
    throw new StoreError({ reason: "Unreadable", message: event.failure.message })
  })

const within = async (
  line: Line,
  tenant: string,
  ranges: readonly (readonly [from: string, to: string])[]
): Promise<readonly Placed[]> => {
  if (ranges.length === 0) return []
  const asked = {
    tenant,
    froms: Literal.texts(ranges.map(([from]) => from)),
    tos: Literal.texts(ranges.map(([, to]) => to))
  }
  return placed((await line("events_within", asked)) as readonly Rows.Event[] | null)
}

const earlier = async (line: Line, tenant: string, events: readonly Placed[]): Promise<Earlier> => {
  const ranges = new Map(events.flatMap(({ event }) => refersTo(event)).map((range) => [range.join(), range]))
  const found = await within(line, tenant, [...ranges.values()])
  return new Map(found.map((one) => [one.event.id, one]))
}

/** The programs as they are published up to a place. */
const daysAt = async (line: Line, tenant: string, place: number): Promise<Days> => {
  const days = new Days()
  for (const one of await within(line, tenant, [["program/", "program0"]])) {
    if (one.place <= place && one.event._tag === "ProgramPublished") days.publish(one.event)
  }
  return days
}

const argumentsOf = (tenant: string, from: number, to: number, { figures, friends }: Sums): Arguments => ({
  tenant,
  from_place: from,
  to_place: to,
  figure_programs: Literal.texts(figures.map(({ program }) => program)),
  figure_days: Literal.texts(figures.map(({ day }) => day)),
  figure_metrics: Literal.texts(figures.map(({ metric }) => metric)),
  figure_kinds: Literal.texts(figures.map(({ kind }) => kind)),
  figure_units: Literal.texts(figures.map(({ unit }) => unit)),
  figure_values: Literal.numbers(figures.map(({ value }) => value)),
  friend_programs: Literal.texts(friends.map(({ program }) => program)),
  friends: Literal.texts(friends.map(({ friend }) => friend)),
  friend_advocates: Literal.texts(friends.map(({ stands }) => stands?.advocate)),
  friend_days: Literal.texts(friends.map(({ stands }) => stands?.day)),
  friend_ats: Literal.numbers(friends.map(({ stands }) => stands?.at))
})
