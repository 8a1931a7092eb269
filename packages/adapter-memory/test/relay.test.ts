/** What is due gets done: at least once, under one id, whatever breaks in between. */
import { DeliveryError, type Plugin, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as shop from "./shop.ts"

/** A plugin that keeps what it did by its key, as an outside that honors idempotency keys does. */
const outside = (before: (id: string) => Effect.Effect<void, DeliveryError> = () => Effect.void) => {
  const done = new Map<string, string>()
  const calls: string[] = []
  const plugin: Plugin = {
    id: "credits",
    intents: ["AddCredit", "WithdrawCredit"],
    deliver: (_tenant, message) =>
      Effect.suspend(() => {
        calls.push(message.id)
        return before(message.id).pipe(Effect.andThen(Effect.sync(() => void done.set(message.id, message.intent))))
      })
  }
  return { plugin, done, calls }
}

const earned = async (plugin: Plugin, store = shop.storeOf()) => {
  const opened = await shop.openOn(store, { plugins: [plugin] })
  for (const one of shop.beginning) await shop.make(opened.goodword, one)
  await opened.goodword.orderPaid({ order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" })
  return { ...opened, store }
}

describe("the relay", () => {
  it("releases at the end of the hold, not before, and asks the plugin then", async () => {
    const { done, plugin } = outside()
    const { clock, goodword } = await earned(plugin)
    clock.set("2026-03-15T11:59:59.999Z")
    expect(await goodword.runDue()).toEqual({ settled: 0, retried: 0, buried: 0 })
    clock.set("2026-03-15T12:00:00Z")
    expect(await goodword.runDue()).toEqual({ settled: 2, retried: 0, buried: 0 })
    expect([...done]).toEqual([["reward/spring/credit/advocate/psn_1/o:o1/g1/issue", "AddCredit"]])
    expect(await goodword.runDue()).toEqual({ settled: 0, retried: 0, buried: 0 })
    await goodword.close()
  })

  it("writes messages only for plugins that are there", async () => {
    const { calls, plugin } = outside()
    const { clock, goodword, store } = await earned({ ...plugin, intents: [] })
    clock.advance("15 days")
    await goodword.runDue()
    expect(calls).toEqual([])
    expect(JSON.stringify(store.snapshot())).not.toContain("AddCredit")
    await goodword.close()
  })

  it("tries again with growing pauses, then sets aside with the reason; reviving delivers", async () => {
    let isDown = true
    const { calls, done, plugin } = outside(() =>
      isDown ? Effect.fail(new DeliveryError({ reason: "Unavailable", message: "no answer" })) : Effect.void
    )
    const { clock, goodword, store } = await earned(plugin)
    clock.advance("15 days")
    await goodword.runDue()
    for (let i = 0; i < 12; i++) {
      clock.advance("2 hours")
      await goodword.runDue()
    }
    expect(calls).toHaveLength(10)
    const dead = await Effect.runPromise(store.outbox.dead("default" as never, 10))
    expect(dead).toMatchObject([{ attempts: 10, reason: "DeliveryError: no answer" }])
    isDown = false
    const now = clock.now() as never
    expect(
      await Effect.runPromise(
        store.outbox.revive(
          "default" as never,
          dead.map(({ id }) => id),
          now
        )
      )
    ).toBe(1)
    expect(await goodword.runDue()).toEqual({ settled: 1, retried: 0, buried: 0 })
    expect(done.size).toBe(1)
    await goodword.close()
  })

  it("sets aside at once what will never work, and what throws only after all attempts", async () => {
    const { calls, plugin } = outside(() =>
      Effect.fail(new DeliveryError({ reason: "Refused", message: "account closed" }))
    )
    const { clock, goodword } = await earned(plugin)
    clock.advance("15 days")
    expect(await goodword.runDue()).toEqual({ settled: 1, retried: 0, buried: 1 })
    expect(calls).toHaveLength(1)
    await goodword.close()
    const thrower = outside(() => Effect.die(new Error("a bug in the plugin")))
    const second = await earned(thrower.plugin)
    second.clock.advance("15 days")
    expect(await second.goodword.runDue()).toEqual({ settled: 1, retried: 1, buried: 0 })
    await second.goodword.close()
  })

  it("lets a plugin that hangs delay nobody but itself, and one that throws at once bury its own", async () => {
    const hanging: Plugin = { id: "hanging", intents: ["AddCredit"], deliver: () => Effect.never }
    const throwing: Plugin = {
      id: "throwing",
      intents: ["IssueDiscount"],
      deliver: () => {
        throw new Error("a bug before the first step")
      }
    }
    const store = shop.storeOf()
    const { clock, goodword } = await shop.openOn(store, { plugins: [hanging, throwing], pollMs: 5 })
    for (const one of shop.beginning) await shop.make(goodword, one)
    await goodword.orderPaid({ order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" })
    clock.advance("15 days")
    const until = async (is: () => Promise<boolean>): Promise<void> => {
      while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const released = async (): Promise<boolean> =>
      (await goodword.events(0, 1_000)).events.filter(({ type }) => type === "RewardReleased").length === 1
    await until(released)
    // The hanging one has its first message; the hold of another advocate ends all the same.
    await goodword.touch({ code: "BOB", customer: "eve2", key: "t-9" })
    await goodword.orderPaid({ order: "o2", customer: "eve2", total: "100.00 USD" })
    clock.advance("15 days")
    await until(
      async () => (await goodword.events(0, 1_000)).events.filter(({ type }) => type === "RewardReleased").length === 2
    )
    const dead = (): Promise<number> =>
      Effect.runPromise(store.outbox.dead("default" as never, 10)).then(({ length }) => length)
    await until(async () => {
      clock.advance("2 hours")
      return (await dead()) === 2
    })
    await goodword.close()
  })

  it("takes plugins written with Promises: what they reject with is tried again, unless it says not to", async () => {
    const calls: string[] = []
    const failures: unknown[] = [new Error("down"), new DeliveryError({ reason: "Refused", message: "no" })]
    const { clock, goodword } = await shop.openOn(shop.storeOf(), {
      plugins: [
        {
          id: "credits",
          intents: ["AddCredit"],
          deliver: async (_tenant, message) => {
            calls.push(message.intent)
            if (failures.length > 0) throw failures.shift()
          }
        }
      ]
    })
    for (const one of shop.beginning) await shop.make(goodword, one)
    await goodword.orderPaid({ order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" })
    clock.advance("15 days")
    expect(await goodword.runDue()).toEqual({ settled: 1, retried: 1, buried: 0 })
    clock.advance("1 minute")
    expect(await goodword.runDue()).toEqual({ settled: 0, retried: 0, buried: 1 })
    expect(calls).toEqual(["AddCredit", "AddCredit"])
    await goodword.close()
  })

  it("law 86: whatever step crashes, each message is delivered at least once under one key, and its effect is one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("claim", "deliver", "after", "settle", "none"), { maxLength: 8 }),
        async (crashes) => {
          const plan = [...crashes]
          const crash = (step: string): boolean => plan[0] === step && plan.shift() !== undefined
          const down = new StoreError({ reason: "Unavailable", message: "crashed" })
          const store = shop.storeOf()
          const { calls, done, plugin } = outside(() =>
            crash("deliver") ? Effect.die(new Error("crashed")) : Effect.void
          )
          const shaky: Plugin = {
            ...plugin,
            deliver: (tenant, message) =>
              Effect.andThen(
                plugin.deliver(tenant, message),
                Effect.suspend(() => (crash("after") ? Effect.die(new Error("crashed")) : Effect.void))
              )
          }
          const outbox = {
            ...store.outbox,
            claim: (...given: Parameters<typeof store.outbox.claim>) =>
              Effect.andThen(store.outbox.claim(...given), (messages) =>
                crash("claim") ? Effect.fail(down) : Effect.succeed(messages)
              ),
            settle: (...given: Parameters<typeof store.outbox.settle>) =>
              Effect.suspend(() => (crash("settle") ? Effect.fail(down) : store.outbox.settle(...given)))
          }
          const { clock, goodword } = await earned(shaky, { ...store, outbox })
          clock.advance("15 days")
          for (let i = 0; i < 20; i++) {
            if (plan[0] === "none") plan.shift()
            await goodword.runDue().catch((error: unknown) => expect(error).toBe(down))
            clock.advance("2 hours")
          }
          expect([...done.keys()]).toEqual(["reward/spring/credit/advocate/psn_1/o:o1/g1/issue"])
          expect(new Set(calls).size).toBe(1)
          const left = await Effect.runPromise(store.outbox.ready(["engine", "credits"], clock.now() as never, 10))
          expect(left).toEqual([])
          const released = (await goodword.events(0, 100)).events.filter(({ type }) => type === "RewardReleased")
          expect(released).toHaveLength(1)
          await goodword.close()
        }
      ),
      { numRuns: 200 }
    )
  })

  it("law 23: a hold ends once, whoever is first: its wake, a refund, or silence", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const { plugin } = outside()
        const { clock, goodword, store } = await earned(plugin)
        clock.advance("14 days")
        await s.waitFor(
          Promise.all([
            s.schedule(Promise.resolve()).then(() => goodword.runDue()),
            s.schedule(Promise.resolve()).then(() => goodword.runDue()),
            s
              .schedule(Promise.resolve())
              .then(() => goodword.orderRefunded({ order: "o1", refund: "r1", amount: "100.00 USD" }))
          ])
        )
        const log = (await goodword.events(0, 1_000)).events.filter(({ id }) => id.includes("/credit/"))
        const ends = log.filter(({ transfers }) => transfers.some(({ phase }) => phase === "post" || phase === "void"))
        expect(ends).toHaveLength(1)
        expect(store.peek.counter("default", "balance/owed/psn_1/USD/pending")).toBe(0n)
        expect(store.peek.counter("default", "balance/owed/psn_1/USD/posted")).toBe(0n)
        expect((await goodword.replay()).differences).toEqual([])
        await goodword.close()
      }),
      { numRuns: 100 }
    )
  })
})
