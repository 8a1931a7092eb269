/** Payout runs on a whole engine: nobody is paid twice, and what was granted is paid, owed or taken back, always. */
import type { memoryStore } from "@goodword/adapter-memory"
import { type Program, storeCredit } from "@goodword/core"
import type { Goodword } from "@goodword/core/promise"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { owedMoney } from "./owed-money.ts"
import * as shop from "./shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const program: Program.Input = {
  id: "spring",
  timeZone: "UTC",
  friend: { give: storeCredit({ amount: "1.00 USD" }) },
  advocate: { give: owedMoney({ amount: "10.00 USD" }), on: "every order", hold: "14 days" },
  onSilence: "hold"
}

const options = { programs: [program], extensions: { rewards: [owedMoney] } }
const open = (store: ReturnType<typeof memoryStore>, more: object = {}) => shop.openOn(store, { ...options, ...more })

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no failure",
    (error: unknown) => error
  )

/** Somebody's friend orders so many times. */
const earn = async (goodword: Goodword, advocate: string, times: number, first = 1): Promise<void> => {
  await goodword.enroll({ customer: advocate, code: advocate.toUpperCase(), key: advocate })
  await goodword.touch({ customer: `friend-of-${advocate}`, code: advocate.toUpperCase(), key: `t-${advocate}` })
  for (let n = first; n < first + times; n++) {
    await goodword.orderPaid({ order: `${advocate}-${n}`, customer: `friend-of-${advocate}`, total: "100.00 USD" })
  }
}

const proved = async (goodword: Goodword): Promise<void> => {
  expect(await goodword.replay()).toMatchObject({ differences: [] })
  expect((await goodword.audit()).findings).toEqual([])
}

const start = async (people: Readonly<Record<string, number>>, more: object = {}) => {
  const store = shop.storeOf()
  const opened = await open(store, more)
  for (const [person, times] of Object.entries(people)) await earn(opened.goodword, person, times)
  opened.clock.advance("15 days")
  await opened.goodword.runDue()
  return { ...opened, store }
}

describe("a payout run", () => {
  it("selects, is approved by somebody else, is handed to whoever pays, and ends item by item", async () => {
    const paid: unknown[] = []
    const bank = {
      id: "bank",
      intents: [],
      deliver: () => Promise.resolve(),
      pay: (_: unknown, payment: unknown) => Promise.resolve(void paid.push(payment))
    }
    const { goodword } = await start({ ann: 3, bob: 2 }, { plugins: [bank] })
    await goodword.openPayout({ run: "march", unit: "USD", minimum: "20.00 USD", by: "kim" })
    expect(await goodword.selectPayout({ run: "march" })).toMatchObject({ items: 2, selected: "50.00 USD", next: null })
    expect(await goodword.selectPayout({ run: "march" })).toMatchObject({ items: 2, selected: "50.00 USD" })
    expect(await failure(goodword.approvePayout({ run: "march", by: "kim" }))).toMatchObject({
      _tag: "PayoutOwnApproval"
    })
    expect(await failure(goodword.markPaid({ run: "march", customer: "ann", reference: "p1" }))).toMatchObject({
      _tag: "PayoutNotPossible"
    })
    expect(await goodword.approvePayout({ run: "march", by: "lee" })).toMatchObject({ state: "approved" })
    await goodword.runDue()
    expect(paid).toMatchObject([
      { _tag: "Payment", run: "march", amount: { minor: 3000n } },
      { _tag: "Payment", run: "march", amount: { minor: 2000n } }
    ])
    expect(await goodword.markPaid({ run: "march", customer: "ann", reference: "p1" })).toMatchObject({ state: "paid" })
    expect(await failure(goodword.closePayout({ run: "march" }))).toMatchObject({ _tag: "PayoutUnsettled" })
    expect(await goodword.markFailed({ run: "march", customer: "bob", reason: "no account" })).toMatchObject({
      state: "failed"
    })
    expect(await failure(goodword.markPaid({ run: "march", customer: "bob", reference: "p2" }))).toMatchObject({
      _tag: "PayoutItemSettled"
    })
    expect(await goodword.closePayout({ run: "march" })).toMatchObject({
      state: "closed",
      paid: "30.00 USD",
      failed: "20.00 USD"
    })
    expect(await goodword.balances({ customer: "bob" })).toMatchObject([{ available: "20.00 USD" }])
    await goodword.openPayout({ run: "april", unit: "USD" })
    expect(await goodword.selectPayout({ run: "april" })).toMatchObject({ items: 1, selected: "20.00 USD" })
    await proved(goodword)
    await goodword.close()
  })

  it.each([
    ["the minimum, reached", { minimum: "20.00 USD" }, 1],
    ["the minimum, a cent short", { minimum: "20.01 USD" }, 0],
    ["the cut-off, at the very end of the hold", { cutoff: "2026-03-15T12:00:00Z" }, 1],
    ["the cut-off, a moment before it", { cutoff: "2026-03-15T11:59:59.999Z" }, 0],
    ["the run's own hold, over", { hold: "1 day" }, 1],
    ["the run's own hold, not over", { hold: "25 hours" }, 0],
    ["another currency", { unit: "EUR" }, 0]
  ])("looks at %s", async (_, terms, items) => {
    const { goodword } = await start({ ann: 2 })
    await goodword.openPayout({ run: "r", unit: "USD", ...terms })
    expect(await goodword.selectPayout({ run: "r" })).toMatchObject({ items })
    await proved(goodword)
    await goodword.close()
  })

  it("takes 32 lots of a person at most, the oldest, whatever they come to", async () => {
    const { goodword } = await start({ ann: 35 })
    await goodword.openPayout({ run: "a", unit: "USD", minimum: "320.01 USD" })
    expect(await goodword.selectPayout({ run: "a" })).toMatchObject({ items: 1, selected: "320.00 USD" })
    await goodword.openPayout({ run: "b", unit: "USD", minimum: "30.00 USD" })
    expect(await goodword.selectPayout({ run: "b" })).toMatchObject({ items: 1, selected: "30.00 USD" })
    await proved(goodword)
    await goodword.close()
  })

  it("turns what is refunded after selection into a debt, which what comes back pays first", async () => {
    const { goodword } = await start({ ann: 2 })
    await goodword.openPayout({ run: "r", unit: "USD" })
    await goodword.selectPayout({ run: "r" })
    await goodword.orderRefunded({ order: "ann-1", refund: "re", amount: "100.00 USD" })
    expect(await goodword.balances({ customer: "ann" })).toMatchObject([
      { available: "0.00 USD", owedBack: "10.00 USD" }
    ])
    await goodword.markFailed({ run: "r", customer: "ann", reason: "no account" })
    expect(await goodword.balances({ customer: "ann" })).toMatchObject([
      { available: "10.00 USD", owedBack: "0.00 USD" }
    ])
    await proved(goodword)
    await goodword.close()
  })

  it("stands in the statement: what it has, what it paid and how, and what it did not pay and why", async () => {
    const { goodword } = await start({ ann: 2, bob: 1 })
    const told = async (customer: string) =>
      (await goodword.statement({ customer, limit: 100 })).lines.flatMap(({ after, payout, text, what }) =>
        payout === undefined ? [] : [[what, text, after.available, payout]]
      )
    await goodword.openPayout({ run: "march", unit: "USD" })
    await goodword.selectPayout({ run: "march" })
    const selected = [
      ["in payout", "10.00 USD in payout run march", "10.00 USD", { run: "march" }],
      ["in payout", "10.00 USD in payout run march", "0.00 USD", { run: "march" }]
    ]
    expect(await told("ann")).toEqual(selected)
    await goodword.approvePayout({ run: "march" })
    await goodword.markPaid({ run: "march", customer: "ann", reference: "p1" })
    const paid = "20.00 USD paid out on 2026-03-16 by payout run march, reference p1"
    expect(await told("ann")).toEqual([...selected, ["paid", paid, "0.00 USD", { run: "march", reference: "p1" }]])
    // Somebody's own spend of the same name is none of the run's.
    await goodword.spend({
      customer: "friend-of-bob",
      amount: "1.00 USD",
      order: "own",
      total: "9.00 USD",
      key: "march"
    })
    expect(await told("friend-of-bob")).toEqual([])
    await goodword.markFailed({ run: "march", customer: "bob", reason: "no account" })
    const back = "10.00 USD given back by payout run march: no account"
    expect((await told("bob")).at(-1)).toEqual([
      "given back",
      back,
      "10.00 USD",
      { run: "march", reason: "no account" }
    ])
    expect((await goodword.statement({ customer: "bob" })).lines.at(-1)?.after).toEqual(
      (await goodword.balances({ customer: "bob" }))[0]
    )
    await proved(goodword)
    await goodword.close()
  })

  it("goes on after a crash at any step: asked again, it answers what it answered, and does the rest", async () => {
    const steps: readonly ((goodword: Goodword) => Promise<unknown>)[] = [
      (g) => g.openPayout({ run: "r", unit: "USD", by: "kim" }),
      (g) => g.selectPayout({ run: "r" }),
      (g) => g.approvePayout({ run: "r", by: "lee" }),
      (g) => g.markPaid({ run: "r", customer: "ann", reference: "p1" }),
      (g) => g.markFailed({ run: "r", customer: "bob", reason: "no account" }),
      (g) => g.closePayout({ run: "r" })
    ]
    const { goodword, store } = await start({ ann: 1, bob: 1 })
    await goodword.close()
    for (const step of steps) {
      const first = await open(store)
      first.clock.set("2026-04-01T00:00:00Z")
      const answer = await step(first.goodword)
      await first.goodword.close()
      const second = await open(store)
      second.clock.set("2026-04-02T00:00:00Z")
      expect(await step(second.goodword)).toEqual(answer)
      await second.goodword.runDue()
      await proved(second.goodword)
      await second.goodword.close()
    }
  })

  it("hands on long runs page by page", async () => {
    const people = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`person-${i}`, 1]))
    const { goodword } = await start(people)
    await goodword.openPayout({ run: "r", unit: "USD" })
    expect(await goodword.selectPayout({ run: "r" })).toMatchObject({ items: 20, selected: "200.00 USD" })
    await goodword.approvePayout({ run: "r" })
    await goodword.runDue()
    const first = await goodword.payout({ run: "r", limit: 15 })
    const second = await goodword.payout({ run: "r", limit: 15, after: first.next ?? 0 })
    expect([first.list.length, first.next, second.list.length, second.next]).toEqual([15, 15, 5, null])
    expect([...first.list, ...second.list].every(({ state }) => state === "approved")).toBe(true)
    expect((await goodword.payoutCsv({ run: "r" })).split("\r\n")).toHaveLength(22)
    await proved(goodword)
    await goodword.close()
  })
})

describe("the table of a run", () => {
  it("has plain decimals, and nothing that a spreadsheet would run", async () => {
    const { goodword } = await start({ ann: 1 })
    await goodword.openPayout({ run: "=run", unit: "USD" })
    await goodword.selectPayout({ run: "=run" })
    await goodword.markFailed({ run: "=run", customer: "ann", reason: '@sum("x"), really' })
    const [person] = (await goodword.payout({ run: "=run" })).list.map((one) => one.person)
    expect(await goodword.payoutCsv({ run: "=run" })).toBe(
      `run,item,person,amount,currency,state,reference,reason\r\n"'=run",1,${person},10.00,USD,failed,,"'@sum(""x""), really"\r\n`
    )
    await goodword.close()
  })
})

type Deed =
  | { readonly do: "order"; readonly who: number; readonly n: number }
  | { readonly do: "refund"; readonly who: number; readonly n: number; readonly amount: number }
  | { readonly do: "open" | "select" | "approve" | "close"; readonly run: number }
  | { readonly do: "paid" | "failed"; readonly run: number; readonly who: number }
  | { readonly do: "pass"; readonly days: number }

const run = fc.nat({ max: 1 })
const who = fc.nat({ max: 1 })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("order" as const), who, n: fc.nat({ max: 5 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("refund" as const),
      who,
      n: fc.nat({ max: 5 }),
      amount: fc.integer({ min: 1, max: 100 })
    })
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom("open", "select", "select", "approve", "close"), run }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("paid", "failed"), run, who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pass" as const), days: fc.constantFrom(1, 15) }) }
)

const names = ["ann", "bob"]

/** A deed that a door refuses changes nothing. */
const done = async (goodword: Goodword, one: Deed, refunds: () => string): Promise<void> => {
  const call = (): Promise<unknown> => {
    switch (one.do) {
      case "order":
        return goodword.orderPaid({
          order: `${names[one.who]}-${one.n}`,
          customer: `friend-of-${names[one.who]}`,
          total: "100.00 USD"
        })
      case "refund":
        return goodword.orderRefunded({
          order: `${names[one.who]}-${one.n}`,
          refund: refunds(),
          amount: `${one.amount}.00 USD`
        })
      case "open":
        return goodword.openPayout({ run: `r${one.run}`, unit: "USD", minimum: "5.00 USD" })
      case "select":
        return goodword.selectPayout({ run: `r${one.run}` })
      case "approve":
        return goodword.approvePayout({ run: `r${one.run}` })
      case "close":
        return goodword.closePayout({ run: `r${one.run}` })
      case "paid":
        return goodword.markPaid({ run: `r${one.run}`, customer: names[one.who] ?? "", reference: `p ${one.run}` })
      case "failed":
        return goodword.markFailed({ run: `r${one.run}`, customer: names[one.who] ?? "", reason: `no ${one.run}` })
      case "pass":
        return goodword.runDue()
    }
  }
  await call().catch((error: { readonly _tag?: string }) => {
    if (error._tag === undefined || error._tag === "StoreError") throw error
  })
}

/** A run that no deed has opened is none; whatever else goes wrong is wrong. */
const unopened = (error: Error): undefined => {
  if (error.name !== "PayoutUnknown") throw error
}

/** Of the events: what was granted, less what was taken back, is owed, in a run, paid, or was paid and is owed back. */
const conserved = async (goodword: Goodword): Promise<void> => {
  const { events } = await goodword.events(0, 10_000)
  let [granted, taken, out, back] = [0n, 0n, 0n, 0n]
  const minor = (body: unknown, of = "amount"): bigint =>
    BigInt((body as Record<string, { minor: string; unit: string }>)[of]?.minor ?? "0")
  const cash = new Set(
    events.flatMap(({ body, type }) =>
      type === "RewardGranted" && (body as { purse: string }).purse === "payout" ? [(body as { key: string }).key] : []
    )
  )
  const isCash = (body: unknown): boolean => cash.has((body as { key: string }).key)
  for (const { body, type } of events) {
    if (type === "RewardGranted" && isCash(body)) granted += minor(body)
    if (type === "RewardTakenBack" && isCash(body)) taken += minor(body)
    if (type === "PayoutSelected") out += minor(body)
    if (type === "PayoutFailed") back += minor(body)
  }
  let [owed, debt, paid, inRuns] = [0n, 0n, 0n, 0n]
  const cents = (text = "0 USD"): bigint => BigInt(text.replace(/[^\d-]/gu, ""))
  for (const customer of names) {
    for (const one of await goodword.balances({ customer })) {
      owed += cents(one.available) + cents(one.pending)
      debt += cents(one.owedBack)
    }
  }
  for (const id of ["r0", "r1"]) {
    const known = await goodword.payout({ run: id }).catch(unopened)
    if (known === undefined) continue
    paid += cents(known.paid)
    inRuns += cents(known.selected) - cents(known.failed) - cents(known.paid)
  }
  expect(inRuns + paid).toBe(out - back)
  expect(paid + inRuns + owed - debt).toBe(granted - taken)
}

const nothing = { unit: "USD", available: "0.00 USD", pending: "0.00 USD", owedBack: "0.00 USD" }

/** What each run has of each person, has paid and has given back, and as what: once by its items, once by the statements. */
const told = async (goodword: Goodword): Promise<number> => {
  const cents = (text: string): number => Math.round(Number.parseFloat(text) * 100)
  const runs = await Promise.all(["r0", "r1"].map((run) => goodword.payout({ run }).catch(unopened)))
  const items = runs.flatMap((one) => one?.list ?? [])
  for (const customer of names) {
    const { lines, person } = await goodword.statement({ customer, limit: 100 })
    expect(lines.filter(({ what }) => what === "spent")).toEqual([])
    const sums: Record<string, number> = {}
    for (const { amount, payout, what } of lines) {
      if (payout === undefined) continue
      const name = [what, payout.run, payout.reference ?? payout.reason].join(" ")
      sums[name] = (sums[name] ?? 0) + cents(amount)
    }
    const expected = items.flatMap(({ amount, person: whose, run, ...item }) => {
      if (whose !== person) return []
      const end = { paid: `paid ${run} ${item.reference}`, failed: `given back ${run} ${item.reason}` }
      const ended = item.state === "paid" || item.state === "failed" ? [[end[item.state], cents(amount)]] : []
      return [[`in payout ${run} `, cents(amount)], ...ended]
    })
    expect(sums).toEqual(Object.fromEntries(expected))
    expect(lines.at(-1)?.after).toEqual((await goodword.balances({ customer }))[0] ?? nothing)
  }
  return items.filter(({ state }) => state === "paid" || state === "failed").length
}

describe("laws of payouts", () => {
  it("paid, in a run, owed and taken back come to what was granted, whatever happens; a statement tells the same", async () => {
    let settled = 0
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 40, size: "max" }), async (deeds) => {
        const { clock, goodword } = await start({ ann: 1, bob: 1 })
        let refunds = 0
        for (const one of deeds) {
          if (one.do === "pass") clock.advance(one.days === 1 ? "1 day" : "15 days")
          await done(goodword, one, () => `re_${++refunds}`)
        }
        await conserved(goodword)
        settled += await told(goodword)
        await proved(goodword)
        await goodword.close()
      }),
      { numRuns: 60 }
    )
    expect(settled).toBeGreaterThan(0)
  })

  it("no lot is paid twice, though two engines select into two runs at once", async () => {
    const { goodword, store } = await start({ ann: 3, bob: 3, eve: 3, joe: 3 })
    const other = (await open(store)).goodword
    for (const run of ["a", "b"]) await goodword.openPayout({ run, unit: "USD" })
    const select = async (engine: Goodword, run: string): Promise<void> => {
      for (let tries = 0; tries < 10; tries++) {
        const error = await failure(engine.selectPayout({ run }))
        if (error === "no failure") return
        expect(error).toMatchObject({ _tag: "Contended" })
      }
    }
    await Promise.all([select(goodword, "a"), select(other, "b"), select(goodword, "b"), select(other, "a")])
    const sums = await Promise.all(["a", "b"].map((run) => goodword.payout({ run })))
    expect(sums.reduce((sum, one) => sum + Number.parseFloat(one.selected), 0)).toBe(120)
    await proved(goodword)
    await other.close()
    await goodword.close()
  })
})
