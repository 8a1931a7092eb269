/** Two engines on one store, as two processes would be, with every interleaving that a scheduler can think of. */
import type { memoryStore } from "@goodword/adapter-memory"
import { type Store, StoreError } from "@goodword/core"
import type { Goodword } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { interleaver } from "./interleaver.ts"
import * as shop from "./shop.ts"

type Memory = ReturnType<typeof memoryStore>

/** The store as it is seen over a slow line: every load and commit waits for the scheduler. */
const slowly = (store: Memory, wait: () => Promise<unknown>, committed: string[] = []): Memory => ({
  ...store,
  load: (tenant, keys) => Effect.andThen(Effect.promise(wait), store.load(tenant, keys)),
  commit: (tenant, batch) =>
    Effect.promise(wait).pipe(
      Effect.andThen(store.commit(tenant, batch)),
      Effect.tap(() => Effect.sync(() => committed.push(...batch.receipts.map(({ key }) => key)))),
      Effect.tap(() => Effect.promise(wait))
    )
})

const opened = async (
  wait: () => Promise<unknown>,
  committed: string[] = [],
  before: readonly shop.Call[] = []
): Promise<{ store: Memory; both: readonly Goodword[] }> => {
  const store = shop.storeOf()
  await shop.mint(store, (effect) => Effect.runPromise(effect))
  const first = await shop.openOn(store)
  for (const one of [...shop.beginning, ...before]) await shop.make(first.goodword, one)
  await first.goodword.close()
  const seen = slowly(store, wait, committed)
  const ids = (n: number): { newId: () => string; newCode: () => string } => ({
    newId: shop.counted(`p${n}_`),
    newCode: shop.counted(`P${n}CODE`)
  })
  const programs: readonly never[] = []
  const both = [
    (await shop.openOn(seen, { programs, ids: ids(1) })).goodword,
    (await shop.openOn(seen, { programs, ids: ids(2) })).goodword
  ]
  return { store, both }
}

const named = (call: shop.Call): shop.Call =>
  call.door === "enroll" || call.door === "openReview" || call.door === "closeReview"
    ? ({ ...call, input: { ...call.input, program: "spring" } } as shop.Call)
    : call

/** The receipt's key of a call. */
const keyOf = ({ door, input }: shop.Call): string => {
  const fields = input as Readonly<Record<string, string>>
  switch (door) {
    case "enroll":
      return `enroll/${fields.key}`
    case "touch":
      return `touch/${fields.key}`
    case "quote":
      return `quote/${fields.key}`
    case "signedUp":
      return `signup/psn_${shop.people.indexOf(fields.customer as "ann") + 1}`
    case "orderPaid":
      return `order/${fields.order}`
    case "orderChanged":
      return `order/${fields.order}/revision/${fields.revision}`
    case "orderRefunded":
      return `order/${fields.order}/refund/${fields.refund}`
    default:
      return `review/${fields.key}`
  }
}

const picks = fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 60 })

describe("racers", () => {
  it("law 19: many deliveries of one order at once have one effect and one answer", async () => {
    await fc.assert(
      fc.asyncProperty(picks, fc.integer({ min: 2, max: 12 }), async (drawn, n) => {
        const order = interleaver(drawn)
        const { both, store } = await opened(() => order.wait())
        const paid = { order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" }
        const answers = await order.until(
          Promise.all(Array.from({ length: n }, (_, i) => (both[i % 2] as Goodword).orderPaid(paid)))
        )
        for (const answer of answers)
          expect({ ...answer, isReplayed: false }).toEqual({ ...answers[0], isReplayed: false })
        expect(answers.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1)
        const log = await Effect.runPromise(store.events("default" as never, 0, 1_000))
        expect(log.events.filter(({ type }) => type === "OrderRecorded")).toHaveLength(1)
        expect(store.peek.counter("default", "budget/spring/2026-03/USD")).toBe(15_00n)
      }),
      { numRuns: 200 }
    )
  })

  it("laws 34 and 36: racing friends never get an advocate past the cap, nor anybody past the budget", async () => {
    await fc.assert(
      fc.asyncProperty(picks, fc.integer({ min: 3, max: 8 }), async (drawn, n) => {
        const order = interleaver(drawn)
        const { both, store } = await opened(() => order.wait())
        const orders = Array.from({ length: n }, (_, i) =>
          (both[i % 2] as Goodword).orderPaid({
            order: `x${i}`,
            customer: `friend${i}`,
            visitor: "v1",
            total: "100.00 USD"
          })
        )
        const answers = await order.until(Promise.all(orders))
        const credits = answers.flatMap(({ rewards }) => rewards.filter(({ rule }) => rule === "credit"))
        expect(credits).toHaveLength(2)
        const refused = answers.flatMap(({ refused }) =>
          refused.filter(({ reason }) => reason === "cap" || reason === "budget")
        )
        expect(refused.length).toBeGreaterThanOrEqual(n - 2)
        expect(store.peek.counter("default", "cap/spring/credit/psn_1/2026")).toBe(2n)
        expect(store.peek.counter("default", "budget/spring/2026-03/USD") <= 60_00n).toBe(true)
        const verdict = await order.until((both[0] as Goodword).replay())
        expect(verdict.differences).toEqual([])
      }),
      { numRuns: 200 }
    )
  })

  it("law 75: whatever happens at once could have happened one after another", async () => {
    await fc.assert(
      fc.asyncProperty(picks, fc.array(shop.call, { minLength: 2, maxLength: 10 }), (drawn, calls) =>
        witness(drawn, calls)
      ),
      { numRuns: 200 }
    )
  })

  it("law 75: and so it is with a budget that is all they share, and that refunds give back to", async () => {
    const friend = fc.integer({ min: 0, max: 6 })
    const call: fc.Arbitrary<shop.Call> = fc.oneof(
      { weight: 3, arbitrary: friend.map((n) => shop.orderOf(n)) },
      friend.map(
        (n): shop.Call => ({ door: "orderRefunded", input: { order: `x${n}`, refund: "r", amount: "100.00 USD" } })
      )
    )
    await fc.assert(
      fc.asyncProperty(picks, fc.array(call, { minLength: 4, maxLength: 12 }), (drawn, calls) =>
        witness(drawn, calls, shop.manyAdvocates)
      ),
      { numRuns: 300 }
    )
  })
})

/** Runs calls at once on two engines, then in the order of their commits on one: answers and logs must be the same. */
const witness = async (
  drawn: readonly number[],
  calls: readonly shop.Call[],
  before: readonly shop.Call[] = []
): Promise<void> => {
  const committed: string[] = []
  const asked = calls.map(named)
  const order = interleaver(drawn)
  const { both, store } = await opened(() => order.wait(), committed, before)
  const outcomes = await order.until(Promise.all(asked.map((call, i) => shop.make(both[i % 2] as Goodword, call))))
  const serial = await opened(() => Promise.resolve(), [], before)
  for (const key of committed) {
    const i = asked.findIndex((call, n) => keyOf(call) === key && "ok" in (outcomes[n] as shop.Outcome))
    expect(i, `${key} was committed and answered`).toBeGreaterThanOrEqual(0)
    const again = await shop.make(serial.both[0] as Goodword, asked[i] as shop.Call)
    expect(shop.told(again)).toEqual(shop.told(outcomes[i] as shop.Outcome))
  }
  const log = async (of: Memory): Promise<unknown> =>
    (await Effect.runPromise(of.events("default" as never, 0, 10_000))).events
  expect(await log(store)).toEqual(await log(serial.store))
  expect(store.peek.counter("default", "budget/spring/2026-03/USD") <= 60_00n).toBe(true)
  expect(outcomes.filter((outcome) => "error" in outcome && outcome.error === "Contended")).toEqual([])
}

describe("a store that fails", () => {
  const unavailable = new StoreError({ reason: "Unavailable", message: "the line is down" })

  it("law 19: an answer that is lost after the commit is asked for again, not done again", async () => {
    const store = shop.storeOf()
    let lost = 0
    const flaky: Memory = {
      ...store,
      commit: (tenant, batch) =>
        Effect.andThen(
          store.commit(tenant, batch),
          Effect.suspend(() => (lost++ % 2 === 0 ? Effect.fail(unavailable) : Effect.void))
        )
    }
    const { goodword } = await shop.openOn(flaky)
    for (const one of shop.beginning) expect(await shop.make(goodword, one)).toHaveProperty("ok")
    const paid = await goodword.orderPaid({ order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" })
    expect(paid.rewards).toHaveLength(3)
    expect((await goodword.replay()).differences).toEqual([])
    const events = (await goodword.events(0, 100)).events.map(({ id }) => id)
    expect(new Set(events).size).toBe(events.length)
    await goodword.close()
  })

  it("law 24: a store that stays away leaves nothing behind, and says that asking again may help", async () => {
    const store = shop.storeOf()
    const { goodword } = await shop.openOn(store)
    let isDown = true
    const down: Store.StoreShape & Pick<Memory, "directory"> = {
      ...store,
      commit: (tenant, batch) => (isDown ? Effect.fail(unavailable) : store.commit(tenant, batch))
    }
    const other = await shop.openOn(down, { programs: [] })
    const before = (await goodword.events(0, 100)).events.length
    const ask = (): Promise<unknown> => other.goodword.enroll({ customer: "ann", program: "spring", key: "k" })
    await expect(ask()).rejects.toMatchObject({ _tag: "StoreError", reason: "Unavailable", isRetryable: true })
    expect((await goodword.events(0, 100)).events).toHaveLength(before)
    isDown = false
    await expect(ask()).resolves.toMatchObject({ code: "CODE4" })
    await other.goodword.close()
    await goodword.close()
  })

  it("gives up on a fact that others keep changing with Contended, which may be asked again", async () => {
    const store = shop.storeOf()
    const { goodword } = await shop.openOn(store)
    const { Conflict } = await import("@goodword/core")
    const busy: Store.StoreShape & Pick<Memory, "directory"> = {
      ...store,
      commit: () => Effect.fail(new Conflict({ keys: ["advocate/spring/psn_1"] }))
    }
    const other = await shop.openOn(busy, { programs: [] })
    await expect(other.goodword.enroll({ customer: "ann", program: "spring" })).rejects.toMatchObject({
      _tag: "Contended",
      keys: ["advocate/spring/psn_1"],
      isRetryable: true
    })
    await other.goodword.close()
    await goodword.close()
  })
})
