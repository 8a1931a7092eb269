/**
 * What is done for all that the log has ever told, a part of it at a time. The log says whom to ask for, facts decide what
 * is done; so a call that breaks off is asked again, and nothing is done twice.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Event } from "../domain/Event.ts"
import { fromStored } from "../domain/EventLog.ts"
import type { ProgramId, Tenant } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import { StoreError } from "../ports/PortError.ts"
import type { PlacedEvent, StoreShape } from "../ports/Store.ts"
import type { Combiner } from "./Combiner.ts"
import type { EngineError, InvalidInput } from "./EngineError.ts"

export interface Config {
  readonly tenant: Tenant
  readonly store: StoreShape
  readonly combiner: Combiner
  readonly now: () => Instant
  readonly programOf: (given: ProgramId | undefined) => Effect.Effect<ProgramId, InvalidInput>
}

/** How many events one call looks through, and how many of them it loads at once. */
const lookedMax = 10_000
const pageMax = 500
/** How many of those who are asked for meet in one batch. */
const together = 64

type Tagged<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>

export interface Walk<Tag extends Event["_tag"], Found> {
  /** Where to begin: the `next` of the call before. */
  readonly after: number
  /** The only events that are looked at. */
  readonly tag: Tag
  /** What a page of them asks for. */
  readonly find: (events: readonly Tagged<Tag>[]) => readonly Found[]
  /** Whether something was done for one that was found. */
  readonly settle: (found: Found) => Effect.Effect<boolean, EngineError>
}

/** How many were found, for how many something was done, and where to go on; `null` at the end of the log. */
export const walk = Effect.fnUntraced(function* <Tag extends Event["_tag"], Found>(
  { store, tenant }: Config,
  { after, find, settle, tag }: Walk<Tag, Found>
) {
  let [looked, done, cursor, seen] = [0, 0, after, 0]
  let isMore = true
  while (isMore && seen < lookedMax) {
    const page = yield* store.events(tenant, cursor, pageMax)
    const found = find(yield* tagged(page.events, tag))
    const outcomes = yield* Effect.forEach(found, settle, { concurrency: together })
    looked += found.length
    done += outcomes.filter((isDone) => isDone).length
    seen += page.events.length
    cursor = page.next
    isMore = page.events.length > 0
  }
  return { looked, done, next: isMore ? cursor : null }
})

const tagged = Effect.fnUntraced(function* <Tag extends Event["_tag"]>(events: readonly PlacedEvent[], tag: Tag) {
  const found: Tagged<Tag>[] = []
  for (const stored of events) {
    if (stored.type !== tag) continue
    const read = fromStored(stored)
    if (Result.isFailure(read)) return yield* new StoreError({ reason: "Unreadable", message: read.failure.message })
    found.push(read.success as Tagged<Tag>)
  }
  return found
})
