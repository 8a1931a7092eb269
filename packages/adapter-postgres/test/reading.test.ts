/** What people and owners read, on a server and on the embedded database: by figures worked out by hand. */
import { PGlite } from "@electric-sql/pglite"
import { type Event, EventLog, Instant, Money, type Store, storeCredit } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import { Kysely, PGliteDialect } from "kysely"
import { afterAll, describe, expect, it } from "vitest"
import { type Leader, type PostgresStore, postgresReading, postgresStore, type Reading } from "../src/index.ts"
import { openBench, run } from "./open.ts"
import { printKeys } from "./rows.ts"

const bench = await openBench()
const onServer = await postgresReading({ pool: bench.pool })
const kysely = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: new PGlite() }) })
const embedded = await postgresStore({ kysely, printKeys, migrate: true })
const onEmbedded = await postgresReading({ kysely })
afterAll(() => kysely.destroy())

const nothing: Store.Batch = { receipts: [], facts: [], counters: [], events: [], messages: [] }
const at = (text: string): number => {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new Error(`${text} is no time`)
  return ms
}

/** An event of program `spring`, with what the figures look at. */
const event = (id: string, _tag: Event.Tag, when: string, fields: object = {}) =>
  ({ id, _tag, at: at(when), recorded: at(when), program: "spring", ...fields }) as unknown as Event.Event

const published = (version: number, timeZone: string) =>
  event(`program/spring/v/${version}/published`, "ProgramPublished", "2026-01-01T00:00:00Z", {
    version,
    document: { timeZone }
  })

const qualified = (friend: string, advocate: string, when: string, n = 1) =>
  event(`referral/spring/${friend}/g1/qualified/${n}`, "ReferralQualified", when, { friend, advocate, order: friend })

const unqualified = (friend: string, advocate: string, when: string) =>
  event(`referral/spring/${friend}/g1/unqualified/1`, "ReferralUnqualified", when, { friend, advocate, order: friend })

const said = (amount: Money.Money): string => Money.format(amount)
const program = "spring"

describe.each<readonly [string, PostgresStore, Reading]>([
  ["a server", bench.store, onServer],
  ["the embedded database", embedded, onEmbedded]
])("on %s", (_, store, reading) => {
  const commit = (tenant: string, ...events: readonly Event.Event[]): Promise<void> =>
    run(store.commit(tenant as never, { ...nothing, events: events.map(EventLog.toStored) }) as never)

  it("states what became of a reward: held, released, used, and owed back", async () => {
    const clock = movableClock("2026-03-01T12:00:00Z")
    const goodword = await Goodword.open({
      store,
      clock,
      pollMs: 0,
      tenant: "statement",
      programs: [
        {
          id: program,
          timeZone: "UTC",
          advocate: { id: "credit", give: storeCredit({ amount: "10.00 USD" }), hold: "14 days" },
          onSilence: "hold"
        }
      ]
    })
    const { code, person } = await goodword.enroll({ customer: "ann", program })
    for (const one of ["1", "2"]) {
      await goodword.touch({ customer: `joe/${one}`, code })
      await goodword.orderPaid({ order: `o${one}`, customer: `joe/${one}`, total: "80.00 USD" })
      clock.advance("1 day")
    }
    clock.advance("13 days")
    await goodword.runDue()
    const question = { tenant: "statement", person }
    const [first] = await reading.statement({ ...question, limit: 1 })
    await goodword.redeem({ reward: first?.reward ?? "", order: "own", total: "30.00 USD" })
    await goodword.orderRefunded({ order: "o1", refund: "r1", amount: "80.00 USD" })
    await goodword.close()

    const entries = await reading.statement(question)
    expect(
      entries.map((one) => [
        ...[one.event, one.phase, said(one.pending), said(one.posted), said(one.debt), one.order],
        Instant.format(one.at).slice(0, 10)
      ])
    ).toEqual([
      ["RewardGranted", "pending", "10.00 USD", "0.00 USD", "0.00 USD", "o1", "2026-03-01"],
      ["RewardGranted", "pending", "10.00 USD", "0.00 USD", "0.00 USD", "o2", "2026-03-02"],
      ["RewardReleased", "post", "-10.00 USD", "10.00 USD", "0.00 USD", "o1", "2026-03-15"],
      ["RewardReleased", "post", "-10.00 USD", "10.00 USD", "0.00 USD", "o2", "2026-03-16"],
      ["RewardRedeemed", "direct", "0.00 USD", "-10.00 USD", "0.00 USD", "own", "2026-03-16"],
      ["RewardTakenBack", "direct", "0.00 USD", "0.00 USD", "10.00 USD", "o1", "2026-03-16"]
    ])
    expect(new Set(entries.map(({ kind, program: of }) => `${of} ${kind}`))).toEqual(new Set(["spring store-credit"]))
    const balances = await reading.balances(question)
    expect(balances.map((one) => [said(one.pending), said(one.available), said(one.debt)])).toEqual([
      ["0.00 USD", "10.00 USD", "10.00 USD"]
    ])
    // Friends have none, and nobody sees those of another tenant.
    expect(await reading.statement({ ...question, tenant: "another" })).toEqual([])
    expect(await reading.balances({ ...question, tenant: "another" })).toEqual([])
    expect(await reading.balances({ tenant: "statement", person: person.slice(0, -1) })).toEqual([])
  })

  it("takes a debt that is settled off both what is there and what is owed", async () => {
    const usd = (minor: bigint) => ({ minor, unit: "USD" })
    const moves = (id: string, debit: string, credit: string, minor: bigint) =>
      event(id, "RewardReleased", "2026-03-01T00:00:00Z", {
        ...{ reward: id, key: id },
        transfers: [{ id: `${id}/t`, phase: "direct", debit, credit, amount: usd(minor) }]
      })
    await commit(
      "settled",
      published(1, "UTC"),
      moves("claimed", "debt/eve", "expense/spring", 7n),
      moves("granted", "expense/spring", "owed/eve", 10n),
      moves("settled", "owed/eve", "debt/eve", 7n)
    )
    const entries = await reading.statement({ tenant: "settled", person: "eve" })
    expect(entries.map(({ debt, posted }) => [posted.minor, debt.minor])).toEqual([
      [0n, 7n],
      [10n, 0n],
      [-7n, -7n]
    ])
  })

  it("tells people apart whose ids begin alike or have a slash", async () => {
    const granted = (person: string, amount: bigint) =>
      event(`${person}/granted`, "RewardGranted", "2026-03-01T00:00:00Z", {
        ...{ reward: person, person, order: "o", kind: "k", state: "available", amount: { minor: amount, unit: "USD" } }
      })
    const people = ["web", "web/4", "web/42", "web%2F4"]
    await commit("ids", published(1, "UTC"), ...people.map((person, i) => granted(person, BigInt(i + 1))))
    for (const [i, person] of people.entries()) {
      const entries = await reading.statement({ tenant: "ids", person })
      expect(entries.map(({ posted, reward }) => [reward, posted.minor])).toEqual([[person, BigInt(i + 1)]])
    }
  })

  it("ends the day where the program's clock does", async () => {
    const tenant = "days"
    const touch = (id: string, when: string) => event(`touch/${id}`, "TouchRecorded", when)
    await commit(
      tenant,
      published(1, "America/New_York"),
      touch("1", "2026-03-08T04:59:59.999Z"),
      touch("2", "2026-03-08T05:00:00Z"),
      // The clocks of New York go forward that night: the next day begins an hour earlier.
      touch("3", "2026-03-09T03:59:59.999Z"),
      touch("4", "2026-03-09T04:00:00Z"),
      published(2, "Asia/Tokyo"),
      touch("5", "2026-03-09T15:00:00Z")
    )
    // A process that ends after each event: the next one knows the programs only as far as the figures go.
    const onProgress = () => {
      throw new Error("ended")
    }
    const ending = () => reading.rollUp({ tenant, page: 1, onProgress })
    for (let place = 0; place < 7; place++) await expect(ending()).rejects.toThrow("ended")
    const asked = { tenant, program, from: "2026-03-07", to: "2026-03-10" }
    const days = async () =>
      (await reading.funnel({ ...asked, by: "day" })).map(({ start, touches }) => [start, touches])
    const found = [
      ["2026-03-07", 1],
      ["2026-03-08", 2],
      ["2026-03-09", 1],
      ["2026-03-10", 1]
    ]
    expect(await days()).toEqual(found)
    await reading.rebuild({ tenant })
    expect(await days()).toEqual(found)
    // Weeks begin on Monday, and what was not asked for is not in them.
    const weeks = await reading.funnel({ ...asked, from: "2026-03-08", by: "week" })
    expect(weeks.map(({ start, touches }) => [start, touches])).toEqual([
      ["2026-03-02", 2],
      ["2026-03-09", 2]
    ])
  })

  it("tells sign-ups that a touch led to from those of whom an order made a friend", async () => {
    const tenant = "sign-ups"
    const signUp = (person: string) => event(`signup/${person}`, "SignupRecorded", "2026-03-01T00:00:00Z", { person })
    const attributed = (friend: string, generation: number) =>
      event(`referral/spring/${friend}/g${generation}/attributed`, "ReferralAttributed", "2026-03-01T00:00:00Z", {
        friend,
        generation
      })
    const order = (id: string) =>
      event(`order/${id}/recorded`, "OrderRecorded", "2026-03-01T00:00:00Z", { order: id, program: null })
    const expired = (friend: string) =>
      event(`referral/spring/${friend}/g1/expired/0-0`, "ReferralExpired", "2026-03-01T00:00:00Z", { friend })
    await commit(tenant, published(1, "UTC"), signUp("a"), attributed("a", 1))
    await commit(tenant, signUp("b"), order("1"), attributed("b", 1))
    await commit(tenant, signUp("c"), expired("c"), attributed("c", 2))
    await reading.rollUp({ tenant, page: 1 })
    const [day] = await reading.funnel({ tenant, program, from: "2026-03-01", to: "2026-03-01", by: "day" })
    expect(day).toMatchObject({ signUps: 2, attributed: 3, expired: 1, orders: 0 })
  })

  it.each([1, 1000])("follows an order through edits and refunds, %i events at once", async (page) => {
    const tenant = `orders ${page}`
    const usd = (minor: bigint) => ({ minor, unit: "USD" })
    const when = "2026-03-01T00:00:00Z"
    const order = (id: string, total: bigint, of: string | null) =>
      event(`order/${id}/recorded`, "OrderRecorded", when, { order: id, total: usd(total), program: of })
    const edit = (id: string, revision: number, total: bigint, stale: boolean) =>
      event(`order/${id}/revision/${revision}`, "OrderChanged", when, { order: id, revision, total: usd(total), stale })
    const refund = (id: string, amount: bigint, waiting: boolean) =>
      event(`order/${id}/refund/1${waiting ? "" : "/applied"}`, "OrderRefunded", when, {
        ...{ order: id, refund: "1", amount: usd(amount), waiting }
      })
    await commit(
      tenant,
      published(1, "UTC"),
      refund("o", 30n, true),
      order("o", 100n, program),
      refund("o", 30n, false),
      edit("o", 2, 80n, false),
      edit("o", 1, 90n, true),
      edit("o", 3, 120n, false),
      order("of nobody", 1000n, null),
      edit("of nobody", 1, 2000n, false),
      refund("of nobody", 3n, false)
    )
    await reading.rollUp({ tenant, page })
    const [day] = await reading.funnel({ tenant, program, from: "2026-03-01", to: "2026-03-01", by: "day" })
    expect(day).toMatchObject({ orders: 1, revenue: [usd(120n)], refunded: [usd(30n)] })
  })

  it("orders leaders by friends, then by who had them first, then by id, and counts down", async () => {
    const tenant = "leaders"
    await commit(
      tenant,
      published(1, "UTC"),
      qualified("f1", "slow", "2026-03-01T00:00:00Z"),
      qualified("f2", "quick", "2026-03-02T00:00:00Z"),
      qualified("f3", "quick", "2026-03-03T00:00:00Z"),
      qualified("f4", "slow", "2026-03-04T00:00:00Z"),
      qualified("f5", "b", "2026-04-01T00:00:00Z"),
      qualified("f6", "a", "2026-04-01T00:00:00Z"),
      qualified("f7", "gone", "2026-03-05T00:00:00Z")
    )
    await reading.rollUp({ tenant })
    const all = async (days: { readonly from?: string; readonly to?: string } = {}, limit = 10) => {
      const leaders: Leader[] = []
      for (;;) {
        const after = leaders.at(-1)
        const page = await reading.leaderboard({ tenant, program, limit, ...days, ...(after && { after }) })
        leaders.push(...page)
        if (page.length < limit) return leaders.map((one) => `${one.qualified} ${one.advocate}`)
      }
    }
    expect(await all()).toEqual(["2 quick", "2 slow", "1 gone", "1 a", "1 b"])
    const march = { from: "2026-03-01", to: "2026-03-31" }
    expect(await all(march)).toEqual(["2 quick", "2 slow", "1 gone"])
    expect(await all({ from: "2026-03-04" })).toEqual(["1 slow", "1 gone", "1 a", "1 b"])
    expect(await all({ to: "2026-03-02" })).toEqual(["1 slow", "1 quick"])
    // In April two friends fall: they are taken from March, and who is left was there since its first friend.
    await commit(
      tenant,
      unqualified("f4", "slow", "2026-04-02T00:00:00Z"),
      unqualified("f7", "gone", "2026-04-02T00:00:00Z")
    )
    await reading.rollUp({ tenant })
    expect(await all()).toEqual(["2 quick", "1 slow", "1 a", "1 b"])
    expect(await all(march)).toEqual(["2 quick", "1 slow"])
    // And one of them comes back later.
    await commit(tenant, qualified("f4", "slow", "2026-04-03T00:00:00Z", 2))
    await reading.rollUp({ tenant })
    expect(await all()).toEqual(["2 quick", "2 slow", "1 a", "1 b"])
    for (const limit of [1, 2, 3]) {
      expect(await all({}, limit)).toEqual(await all())
      expect(await all(march, limit)).toEqual(await all(march))
    }
    const [leader] = await reading.leaderboard({ tenant, program, limit: 1 })
    expect(leader).toEqual({ advocate: "quick", qualified: 2, reached: at("2026-03-03T00:00:00Z") })
  })

  it("rolls up each tenant apart", async () => {
    for (const tenant of ["apart 1", "apart 2"]) {
      await commit(tenant, published(1, "UTC"), qualified("f", tenant, "2026-03-01T00:00:00Z"))
    }
    const done = await reading.rollUpAll()
    expect(done.filter(({ tenant }) => tenant.startsWith("apart"))).toEqual([
      { tenant: "apart 1", place: 2 },
      { tenant: "apart 2", place: 2 }
    ])
    const [leader] = await reading.leaderboard({ tenant: "apart 2", program })
    expect(leader?.advocate).toBe("apart 2")
    await reading.rebuild({ tenant: "apart 1" })
    expect(await reading.leaderboard({ tenant: "apart 2", program })).toEqual([leader])
  })

  it("stops before an event of a newer release, and goes on with the other tenants", async () => {
    const tenant = "newer 1"
    const touch = (id: string) => event(`touch/${id}`, "TouchRecorded", "2026-03-01T00:00:00Z")
    await commit(tenant, published(1, "UTC"), touch("1"), touch("2"))
    const strange = { ...EventLog.toStored(touch("3")), version: 9 }
    await run(store.commit(tenant as never, { ...nothing, events: [strange] }) as never)
    await commit("newer 2", published(1, "UTC"), touch("1"))
    await expect(reading.rollUpAll({ page: 3 })).rejects.toMatchObject({
      _tag: "StoreError",
      reason: "Unreadable",
      message: expect.stringContaining("event touch/3 is a TouchRecorded of version 9")
    })
    const asked = { program, from: "2026-03-01", to: "2026-03-01", by: "day" } as const
    const touches = async (of: string) => (await reading.funnel({ ...asked, tenant: of })).map((one) => one.touches)
    expect(await touches(tenant)).toEqual([2])
    expect(await touches("newer 2")).toEqual([1])
  })

  it.each([
    ["limit", (to: Reading) => to.leaderboard({ tenant: "t", program, limit: 0 })],
    ["limit", (to: Reading) => to.statement({ tenant: "t", person: "p", limit: 1.5 })],
    ["page", (to: Reading) => to.rollUp({ tenant: "t", page: 1001 })],
    ["from", (to: Reading) => to.leaderboard({ tenant: "t", program, from: "March" })],
    ["to", (to: Reading) => to.funnel({ tenant: "t", program, from: "2026-03-02", to: "2026-03-01", by: "day" })]
  ] as const)("refuses a wrong `%s` by name", async (path, ask) => {
    await expect(ask(reading)).rejects.toMatchObject({ _tag: "InvalidInput", issues: [{ path }] })
  })
})
