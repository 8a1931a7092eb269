/** Two batches of one process may be under way at once, and they never meet at a fact. */
import { memoryStore } from "@goodword/adapter-memory"
import type { Store } from "@goodword/core"
import { Goodword } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"

const program = {
  id: "spring",
  timeZone: "UTC",
  friend: { give: { kind: "percent-off", percent: 20, maximum: "50.00 USD" } },
  advocate: { give: { kind: "store-credit", amount: "10.00 USD" } },
  budget: { amount: "100000.00 USD", per: "calendar month" },
  onSilence: "hold"
} as const

/** A store on a line that takes its time, and what was under way on it. */
const slowStore = () => {
  const inner = memoryStore()
  const seen = { commits: 0, refused: 0, together: 0, underWay: 0, meetings: [] as string[] }
  const written = new Set<string>()
  const store: Store.StoreShape & { readonly directory: typeof inner.directory } = {
    ...inner,
    limits: { ...inner.limits, batches: 2 },
    load: (tenant, keys) => Effect.andThen(Effect.sleep(1), inner.load(tenant, keys)),
    commit: (tenant, batch) =>
      Effect.gen(function* () {
        const puts = batch.facts.flatMap(({ key, put }) => (put === undefined ? [] : [key]))
        for (const { key } of batch.facts) if (written.has(key)) seen.meetings.push(key)
        for (const key of puts) written.add(key)
        seen.commits += 1
        seen.underWay += 1
        seen.together = Math.max(seen.together, seen.underWay)
        yield* Effect.sleep(3)
        seen.underWay -= 1
        for (const key of puts) written.delete(key)
        return yield* Effect.tapError(inner.commit(tenant, batch), () =>
          Effect.sync(() => {
            seen.refused += 1
          })
        )
      })
  }
  return { store, seen }
}

const opened = async (store: Store.StoreShape, advocates: number) => {
  const goodword = await Goodword.open({ store, programs: [program], pollMs: 0 } as never)
  const codes: string[] = []
  for (let i = 0; i < advocates; i++) codes.push((await goodword.enroll({ customer: `advocate-${i}` })).code)
  return { goodword, codes }
}

describe("two batches at once", () => {
  it("friends of many advocates are committed side by side, without one refusal", async () => {
    const { seen, store } = slowStore()
    const { codes, goodword } = await opened(store, 40)
    const friend = async (i: number) => {
      const customer = `friend-${i}`
      await goodword.touch({ code: codes[i % codes.length] ?? "", customer })
      const paid = await goodword.orderPaid({ order: `o-${i}`, customer, total: "80.00 USD" })
      expect(paid.rewards.map(({ kind }) => kind)).toContain("store-credit")
      return goodword.orderRefunded({ order: `o-${i}`, refund: "r", amount: "10.00 USD" })
    }
    await Promise.all(Array.from({ length: 160 }, (_, i) => friend(i)))
    expect(seen.together).toBe(2)
    expect(seen.refused).toBe(0)
    expect(seen.meetings).toEqual([])
    expect((await goodword.replay()).differences).toEqual([])
    await goodword.close()
  })

  it("what all share goes through one batch after another", async () => {
    const { seen, store } = slowStore()
    const { codes, goodword } = await opened(store, 1)
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const customer = `friend-${i}`
        await goodword.touch({ code: codes[0] ?? "", customer })
        return goodword.orderPaid({ order: `o-${i}`, customer, total: "80.00 USD" })
      })
    )
    expect(answers.filter(({ rewards }) => rewards.length === 1)).toHaveLength(60)
    expect(seen.refused).toBe(0)
    expect(seen.meetings).toEqual([])
    await goodword.close()
  })

  it("a lone caller waits for nobody", async () => {
    const { seen, store } = slowStore()
    const { codes, goodword } = await opened(store, 1)
    const before = seen.commits
    for (let i = 0; i < 5; i++) await goodword.touch({ code: codes[0] ?? "", visitor: `v-${i}` })
    expect(seen.commits - before).toBe(5)
    await goodword.close()
  })

  it("closing waits for what is under way: who is refused was not recorded", async () => {
    const { seen, store } = slowStore()
    const { codes, goodword } = await opened(store, 40)
    const calls = Array.from({ length: 700 }, async (_, i) => {
      const order = `o-${i}`
      try {
        await goodword.orderPaid({ order, customer: `friend-${i}`, total: "80.00 USD" })
        return { order, refused: false }
      } catch {
        return { order, refused: true }
      }
    })
    while (seen.underWay < 2) await new Promise((resolve) => setTimeout(resolve, 1))
    await goodword.close()
    const outcomes = await Promise.all(calls)
    const again = await opened(store, 0)
    for (const { order, refused } of outcomes) {
      expect([order, (await again.goodword.explain({ order })) === undefined]).toEqual([order, refused])
    }
    expect(codes).toHaveLength(40)
    await again.goodword.close()
  })
})
