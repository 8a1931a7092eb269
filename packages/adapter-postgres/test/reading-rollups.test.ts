/**
 * Whole histories, rolled up in pages of any size by two consumers whose line breaks again and again: the figures are
 * those of a plain fold, of the kernel's own facts, and of a rebuild. Statements add up to the balances.
 */
import { Calendar, type Event, EventLog, type Fact, type Instant, Key, Ledger, type Store } from "@goodword/core"
import { generators } from "@goodword/testkit"
import fc from "fast-check"
import { Kysely, PostgresDialect } from "kysely"
import { expect, it } from "vitest"
import * as Line from "../src/Line.ts"
import { make, type Reading } from "../src/reading/Reading.ts"
import { openBench, run } from "./open.ts"

const bench = await openBench({ max: 6 })
const line = Line.make(new Kysely<unknown>({ dialect: new PostgresDialect({ pool: bench.pool }) }), "goodword")
const over = (by: Line.Line): Reading => make(by, async () => {})
const reading = over(line)
const nothing: Store.Batch = { receipts: [], facts: [], counters: [], events: [], messages: [] }

type Fate = "fine" | "lost before" | "lost after"

/** A line that breaks as it is told: before the server has heard, or before its answer came. */
const breaking = (fates: readonly Fate[]): Line.Line => {
  let n = 0
  return async (name, args) => {
    const fate = name === "roll_up" ? (fates[n++] ?? "fine") : "fine"
    if (fate === "lost before") throw new Error("Connection terminated")
    const answer = await line(name, args)
    if (fate === "lost after") throw new Error("Connection terminated")
    return answer
  }
}

/** Begins anew after each break, as a process would. */
const consume = async (by: Reading, tenant: string, pages: readonly number[]): Promise<void> => {
  for (let n = 0; ; n++) {
    try {
      await by.rollUp({ tenant, page: pages[n % pages.length] ?? 1 })
      return
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes("Connection terminated")) throw error
    }
  }
}

type Rows = readonly Record<string, unknown>[]
const rowsOf = async (text: string, tenant: string): Promise<Rows> => (await bench.raw.query(text, [tenant])).rows

const stored = async (tenant: string) => ({
  figures: await rowsOf(
    `select concat_ws('/', program, day, metric, kind, unit) as key, value::text from goodword.day_figures
      where tenant_id = $1 and value <> 0 order by 1`,
    tenant
  ),
  friends: await rowsOf(
    `select program, friend, advocate, day::text, at::text from goodword.qualified_friends
      where tenant_id = $1 and advocate is not null order by program, friend`,
    tenant
  ),
  leaders: await rowsOf(
    `select program, advocate, qualified::text, reached::text from goodword.leaders
      where tenant_id = $1 and qualified <> 0 order by program, advocate`,
    tenant
  )
})

type World = ReturnType<typeof generators.live>

/** The figures by one look at everything: with all decisions at hand nothing has to be looked up. */
const expected = ({ decisions }: World) => {
  const figures = new Map<string, bigint>()
  const friends = new Map<string, { program: string; friend: string; advocate: string; day: string; at: string }>()
  const zones = new Map<string, Calendar.Zone>()
  const grants = new Map<string, Event.RewardGranted>()
  const orders = new Map<string, { readonly program: string | null; minor: bigint }>()
  const dayOf = (program: string, at: Instant.Instant): string =>
    Calendar.periodOf("calendar day", zones.get(program) ?? Calendar.utc)(at).key
  const add = (program: string | null, at: Instant.Instant, what: string, value = 1n): void => {
    if (program === null) return
    const key = `${program}/${dayOf(program, at)}/${what}`
    figures.set(key, (figures.get(key) ?? 0n) + value)
  }
  const fall = ({ at, friend, program }: Event.ReferralUnqualified | Event.ReviewClosed): void => {
    if (friends.delete(`${program}/${friend}`)) add(program, at, "unqualified//")
  }
  for (const { command, decision } of decisions) {
    const isSignUp = command._tag === "RecordSignup"
    for (const event of decision.events) {
      const { at } = event
      if (event._tag === "ProgramPublished") {
        zones.set(event.program, (event.document as { timeZone: Calendar.Zone }).timeZone)
      } else if (event._tag === "TouchRecorded") add(event.program, at, "touches//")
      else if (event._tag === "ReferralAttributed" || event._tag === "ReferralRejected") {
        add(event.program, at, event._tag === "ReferralAttributed" ? "attributed//" : "rejected//")
        if (isSignUp) add(event.program, at, "sign-ups//")
      } else if (event._tag === "ReferralQualified") {
        const { advocate, friend, program } = event
        add(program, at, "qualified//")
        friends.set(`${program}/${friend}`, { program, friend, advocate, day: dayOf(program, at), at: `${at}` })
      } else if (event._tag === "ReferralUnqualified") fall(event)
      else if (event._tag === "ReviewClosed" && event.to === "rejected") {
        add(event.program, at, "rejected//")
        fall(event)
      } else if (event._tag === "ReferralExpired") add(event.program, at, "expired//")
      else if (event._tag === "OrderRecorded") {
        orders.set(event.order, { program: event.program, minor: event.total.minor })
        add(event.program, at, "orders//")
        add(event.program, at, `revenue//${event.total.unit}`, event.total.minor)
      } else if (event._tag === "OrderChanged" && !event.stale) {
        const order = orders.get(event.order)
        if (order === undefined) throw new Error(`${event.order} was never recorded`)
        add(order.program, at, `revenue//${event.total.unit}`, event.total.minor - order.minor)
        order.minor = event.total.minor
      } else if (event._tag === "OrderRefunded" && !event.waiting) {
        add(orders.get(event.order)?.program ?? null, at, `refunded//${event.amount.unit}`, event.amount.minor)
      } else if (event._tag === "RewardGranted") {
        const { amount, kind, program, state } = event
        grants.set(event.reward, event)
        add(program, at, `granted/${kind}/${amount.unit}`, amount.minor)
        if (state === "redeemed") add(program, at, `redeemed/${kind}/${amount.unit}`, amount.minor)
      } else if (event._tag === "RewardRepriced") {
        const { kind, program } = grants.get(event.reward) as Event.RewardGranted
        add(program, at, `granted/${kind}/${event.to.unit}`, event.to.minor - event.from.minor)
      } else if (event._tag === "RewardTakenBack" || event._tag === "RewardRedeemed") {
        const { kind, program } = grants.get(event.reward) as Event.RewardGranted
        const { minor, unit } = event._tag === "RewardTakenBack" ? event.amount : event.value
        const metric = event._tag === "RewardTakenBack" ? "taken-back" : "redeemed"
        add(program, at, `${metric}/${kind}/${unit}`, minor)
      } else if (event._tag === "RewardReturned") {
        const { kind, program } = grants.get(event.reward) as Event.RewardGranted
        add(program, at, `redeemed/${kind}/${event.value.unit}`, -event.value.minor)
      }
    }
  }
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)
  const standing = [...friends].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, friend]) => friend)
  return {
    figures: [...figures]
      .filter(([, value]) => value !== 0n)
      .map(([key, value]) => ({ key, value: `${value}` }))
      .sort(byKey),
    friends: standing
  }
}

/** The leaders by the kernel's own count of friends. */
const leadersOf = (world: World, friends: ReturnType<typeof expected>["friends"]): Rows =>
  [...world.facts]
    .filter(([key]) => key.startsWith("advocate/"))
    .map(([, fact]) => fact as Fact.Advocate)
    .filter(({ qualified }) => qualified > 0)
    .map(({ person, program, qualified }) => {
      const ats = friends
        .filter((one) => one.advocate === person && one.program === program)
        .map(({ at }) => Number(at))
      return { program, advocate: person, qualified: `${qualified}`, reached: `${Math.max(...ats)}` }
    })
    .sort((a, b) => (`${a.program}/${a.advocate}` < `${b.program}/${b.advocate}` ? -1 : 1))

const commit = (tenant: string, events: readonly Event.Event[]): Promise<void> =>
  run(bench.store.commit(tenant as never, { ...nothing, events: events.map(EventLog.toStored) }) as never)

const balancesInto = (tenant: string, { counters }: World): Promise<void> => {
  const writes = [...counters]
    .filter(([key]) => key.startsWith("balance/"))
    .map(([key, net]) => ({ key, net, peak: 0n, trough: 0n }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  return run(bench.store.commit(tenant as never, { ...nothing, counters: writes }) as never)
}

/** Every statement, in pages, is what the log says of the person, and its sum is the kernel's balance. */
const checkStatements = async (tenant: string, world: World, limit: number): Promise<void> => {
  const moved = world.events.flatMap(transfersOf)
  const people = new Set(moved.flatMap(({ credit, debit }) => [credit, debit].flatMap(personIn)))
  for (const person of people) {
    const entries: Awaited<ReturnType<Reading["statement"]>>[number][] = []
    for (;;) {
      const after = entries.at(-1)
      const page = await reading.statement({ tenant, person, limit, ...(after === undefined ? {} : { after }) })
      expect(page.length).toBeLessThanOrEqual(limit)
      entries.push(...page)
      if (page.length < limit) break
    }
    const own = [Ledger.owed(person as never), Ledger.debt(person as never)]
    expect(entries.map(({ transfer }) => transfer)).toEqual(
      moved.filter(({ credit, debit }) => own.includes(credit) || own.includes(debit)).map(({ id }) => id)
    )
    const sum = (part: "pending" | "posted" | "debt", unit: string): bigint =>
      entries.reduce((all, one) => (one[part].unit === unit ? all + one[part].minor : all), 0n)
    for (const { available, debt, pending } of await reading.balances({ tenant, person })) {
      const { unit } = pending
      const counter = (account: string, phase: "pending" | "posted") =>
        world.counters.get(Ledger.balance(account, unit, phase)) ?? 0n
      const [owed, owes] = own as [string, string]
      expect(pending.minor).toBe(sum("pending", unit))
      expect(pending.minor).toBe(counter(owed, "pending"))
      expect(available.minor).toBe(sum("posted", unit))
      expect(available.minor).toBe(counter(owed, "posted"))
      expect(debt.minor).toBe(sum("debt", unit))
      expect(debt.minor).toBe(-counter(owes, "posted"))
    }
  }
}

const transfersOf = (event: Event.Event): readonly Ledger.Transfer[] => EventLog.toStored(event).transfers
const personIn = (account: string): readonly string[] => /^(?:owed|debt)\/(.+)$/.exec(account)?.slice(1) ?? []

let n = 0
const fate = fc.constantFrom<Fate>("fine", "fine", "lost before", "lost after")

it("rolls every event up once, whatever breaks, and a rebuild finds the same", async () => {
  await fc.assert(
    fc.asyncProperty(
      generators.history({ steps: 30 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
      fc.tuple(fc.array(fate, { maxLength: 20 }), fc.array(fate, { maxLength: 20 })),
      fc.nat(),
      async (history, pages, [one, other], cut) => {
        const tenant = `w${++n}`
        const world = generators.live(history)
        const half = cut % (world.events.length + 1)
        const consumers = [over(breaking(one)), over(breaking(other))]
        const consumeAll = () => Promise.all(consumers.map((by) => consume(by, tenant, pages)))
        await commit(tenant, world.events.slice(0, half))
        // The rest comes while they are at it.
        await Promise.all([consumeAll(), commit(tenant, world.events.slice(half))])
        await consumeAll()
        const { figures, friends } = expected(world)
        const found = await stored(tenant)
        expect(found).toEqual({ figures, friends, leaders: leadersOf(world, friends) })
        await reading.rebuild({ tenant, page: 1000 })
        expect(await stored(tenant)).toEqual(found)
        await balancesInto(tenant, world)
        await checkStatements(tenant, world, pages[0] ?? 1)
      }
    )
  )
}, 240_000)

it("takes what is left of revenue from the orders as they stand", async () => {
  await fc.assert(
    fc.asyncProperty(generators.history({ steps: 30 }), async (history) => {
      const tenant = `w${++n}`
      const world = generators.live(history)
      await commit(tenant, world.events)
      await reading.rollUp({ tenant })
      const left = new Map<string, bigint>()
      for (const { program, refunded, total } of generators.ordersOf(world)) {
        if (program !== null) left.set(program, (left.get(program) ?? 0n) + total.minor - refunded.minor)
      }
      for (const [program, minor] of left) {
        const stages = await reading.funnel({ tenant, program, from: "1970-01-01", to: "2200-12-31", by: "week" })
        const sum = (amounts: readonly { readonly minor: bigint }[]) =>
          amounts.reduce((all, one) => all + one.minor, 0n)
        const net = stages.reduce((all, { refunded, revenue }) => all + sum(revenue) - sum(refunded), 0n)
        expect(net).toBe(minor)
      }
    }),
    { numRuns: 25 }
  )
}, 120_000)

it("lets eight consumers at once add each event once", async () => {
  const tenant = "eight"
  const program = Key.program("spring" as never).slice("program/".length)
  const at = Date.UTC(2026, 2, 5) as Instant.Instant
  const publish = { timeZone: "UTC" }
  const event = (id: string, _tag: string, fields: object) =>
    ({ id, _tag, at, recorded: at, program, ...fields }) as never
  const touches = Array.from({ length: 300 }, (_, i) => event(`touch/${i}`, "TouchRecorded", { touch: `${i}` }))
  const first = event("program/spring/v/1/published", "ProgramPublished", { version: 1, document: publish })
  await commit(tenant, [first, ...touches])
  const seen: number[] = []
  const onProgress = ({ place }: { readonly place: number }) => seen.push(place)
  await Promise.all(Array.from({ length: 8 }, () => reading.rollUp({ tenant, page: 7, onProgress })))
  const [stage] = await reading.funnel({ tenant, program, from: "2026-03-05", to: "2026-03-05", by: "day" })
  expect(stage?.touches).toBe(300)
  expect(Math.max(...seen)).toBe(301)
})

it("learns from who was quicker which time zone a program has by now", async () => {
  const tenant = "quicker"
  const event = (id: string, _tag: string, fields: object) =>
    ({ id, _tag, at: Date.UTC(2026, 2, 5, 20), recorded: 1, program: "spring", ...fields }) as never
  const publish = (version: number, timeZone: string) =>
    event(`program/spring/v/${version}/published`, "ProgramPublished", { version, document: { timeZone } })
  await commit(tenant, [publish(1, "UTC"), event("touch/1", "TouchRecorded", {}), publish(2, "Asia/Tokyo")])
  let isFirst = true
  const slow = over(async (name, args) => {
    if (name === "roll_up" && isFirst) {
      isFirst = false
      await reading.rollUp({ tenant })
      await commit(tenant, [event("touch/2", "TouchRecorded", {})])
    }
    return line(name, args)
  })
  expect(await slow.rollUp({ tenant, page: 1 })).toEqual({ tenant, place: 4 })
  expect((await stored(tenant)).figures.map(({ key }) => key)).toEqual([
    "spring/2026-03-05/touches//",
    "spring/2026-03-06/touches//"
  ])
})

it("rebuilds while the first page of all is being added", async () => {
  const tenant = "first page"
  const event = (id: string, _tag: string, fields: object) =>
    ({ id, _tag, at: 1, recorded: 1, program: "spring", ...fields }) as never
  await commit(tenant, [
    event("program/spring/v/1/published", "ProgramPublished", { version: 1, document: { timeZone: "UTC" } }),
    event("touch/1", "TouchRecorded", {})
  ])
  const slow = await bench.raw.connect()
  await slow.query("begin")
  const added = `select goodword.roll_up($1, 0, 2, '{spring}', '{1970-01-01}', '{touches}', '{""}', '{""}', '{1}',
    '{}', '{}', '{}', '{}', '{}')`
  await slow.query(added, [tenant])
  let isDone = false
  const rebuilding = reading.rebuild({ tenant }).then(() => {
    isDone = true
  })
  // Waits for the line of the rebuild to be heard and held.
  const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%forget_figures%'"
  while ((await bench.raw.query(waiting)).rows.length === 0) expect(isDone).toBe(false)
  await slow.query("commit")
  slow.release()
  await rebuilding
  expect((await stored(tenant)).figures).toEqual([{ key: "spring/1970-01-01/touches//", value: "1" }])
})
