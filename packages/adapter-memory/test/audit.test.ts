/** The auditor: silent about books that are right, and precise about each that is wrong. */
import { Audit, type AuditProgress } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { history, live } from "../../core/test/arbitraries/histories.ts"
import { auditOf, type Rows, refold, rowsOfWorld, storeOf, tenant } from "./audit/books.ts"
import { ofChoices } from "./audit/chosen.ts"
import { ofTheClub } from "./audit/club-tampers.ts"
import { ofLotteries } from "./audit/drawn.ts"
import { lived, openOn } from "./audit/story.ts"
import type { Tamper } from "./audit/tampering.ts"
import * as tampers from "./audit/tampers.ts"
import * as shop from "./shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const runs = { numRuns: 200 }

const { besides, ofRows } = tampers
const ofTheKernel = [...tampers.ofTheKernel, ...ofTheClub]

const clean = { findings: [], line: expect.stringMatching(/^audit: \d+ checks over [\d,]+ transfers, 0 findings$/) }

/** A call of the shop, a stretch of time in which what is due is done, or the use of a reward. */
type Step =
  | shop.Call
  | { readonly pass: string }
  | { readonly use: number; readonly on: string }
  | { readonly spend: number; readonly who: string; readonly amount: string; readonly on: string }
  | { readonly back: number; readonly part: string | undefined }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: shop.call },
  { weight: 2, arbitrary: fc.record({ pass: fc.constantFrom("1 day", "8 days", "15 days", "40 days") }) },
  { weight: 1, arbitrary: fc.record({ use: fc.nat({ max: 5 }), on: fc.constantFrom("a1", "a2") }) },
  {
    weight: 3,
    arbitrary: fc.record({
      spend: fc.nat({ max: 4 }),
      who: fc.constantFrom("ann", "joe", "kim"),
      amount: fc.constantFrom("4.00 USD", "10.00 USD", "0.01 USD", "7 points"),
      on: fc.constantFrom("a1", "a2")
    })
  },
  { weight: 2, arbitrary: fc.record({ back: fc.nat({ max: 4 }), part: fc.constantFrom(undefined, "0.50 USD") }) }
)

const go = async ({ clock, goodword }: Awaited<ReturnType<typeof shop.openOn>>, one: Step, rewards: string[]) => {
  if ("pass" in one) {
    clock.advance(one.pass)
    await goodword.runDue()
  } else if ("use" in one) {
    const reward = rewards[one.use % Math.max(1, rewards.length)]
    if (reward === undefined) return
    await goodword.redeem({ reward, order: one.on, total: "50.00 USD" }).catch((error: unknown) => error)
  } else if ("spend" in one) {
    const { amount, on: order, spend, who: customer } = one
    const asked = { customer, amount, order, total: "12.00 USD", key: `s${spend}` }
    await goodword.spend(asked).catch((error: unknown) => error)
  } else if ("back" in one) {
    await goodword.unspend({ spend: `s${one.back}`, amount: one.part }).catch((error: unknown) => error)
  } else {
    const outcome = await shop.make(goodword, one)
    const granted = "ok" in outcome ? (outcome.ok as { readonly rewards?: readonly { readonly id: string }[] }) : {}
    rewards.push(...(granted.rewards ?? []).map(({ id }) => id))
  }
}

describe("books that are right", () => {
  it("finds nothing in what the engine has written, whatever happened", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30, size: "max" }), async (steps) => {
        const store = shop.storeOf()
        await shop.mint(store, (effect) => Effect.runPromise(effect))
        const opened = await shop.openOn(store)
        for (const one of shop.beginning) await shop.make(opened.goodword, one)
        const rewards: string[] = []
        for (const one of steps) await go(opened, one, rewards)
        expect(await opened.goodword.audit()).toMatchObject(clean)
        await opened.goodword.close()
      }),
      runs
    )
  })

  it("finds nothing in the kernel's own histories, of any program", async () => {
    const story = fc.oneof(history(), history({ isWalk: true }))
    let prizes = 0
    await fc.assert(
      fc.asyncProperty(story, async (one) => {
        const world = live(one)
        expect(await auditOf(rowsOfWorld(world))).toMatchObject(clean)
        prizes += world.events.filter((event) => event._tag === "RewardGranted" && event.prize !== undefined).length
      }),
      runs
    )
    expect(prizes).toBeGreaterThan(0)
  })

  it("finds nothing where a clock that is behind decides about a friend whose order just did not count", async () => {
    const store = shop.storeOf()
    const [ahead, behind] = [await shop.openOn(store), await shop.openOn(store)]
    await ahead.goodword.enroll({ customer: "ann", code: "ANN" })
    await ahead.goodword.touch({ customer: "joe", code: "ANN" })
    await ahead.goodword.orderPaid({ order: "o1", customer: "joe", total: "100.00 USD" })
    await ahead.goodword.openReview({ customer: "joe" })
    ahead.clock.advance("10 minutes")
    behind.clock.advance("9 minutes")
    const late = await ahead.goodword.orderPaid({ order: "o2", customer: "joe", total: "50.00 USD" })
    expect(late.because).toContain("order o2: does not count, qualification")
    await behind.goodword.closeReview({ customer: "joe", verdict: "rejected" })
    expect(await ahead.goodword.audit()).toMatchObject(clean)
    await Promise.all([ahead.goodword.close(), behind.goodword.close()])
  })

  it("finds nothing in two thousand orders, and says how far it has come", async () => {
    const { goodword } = await shop.openOn(shop.storeOf(), {
      programs: [{ ...shop.program, budget: { amount: "90000.00 USD", per: "ever" } }]
    })
    for (let n = 0; n < 300; n++) await goodword.enroll({ customer: `a${n}`, code: `ADV${n}`, key: `e${n}` })
    const orders = Array.from({ length: 2_000 }, (_, n) => n)
    await Promise.all(
      orders.map(async (n) => {
        await goodword.touch({ customer: `f${n}`, code: `ADV${n % 300}`, key: `t${n}` })
        await goodword.orderPaid({ order: `o${n}`, customer: `f${n}`, total: "80.00 USD" })
        if (n % 7 === 0) await goodword.orderRefunded({ order: `o${n}`, refund: "r", amount: "33.33 USD" })
      })
    )
    const seen: AuditProgress[] = []
    const report = await goodword.audit({ onProgress: (progress) => seen.push(progress) })
    expect(report).toMatchObject(clean)
    expect(report.events).toBeGreaterThan(10_000)
    expect(new Set(seen.map(({ reading }) => reading))).toEqual(new Set(["events", "facts", "counters"]))
    const pages = seen.filter(({ reading }) => reading === "events").map(({ done }) => done)
    expect(pages.slice(0, 2)).toEqual([1_000, 2_000])
    expect(pages.at(-1)).toBe(report.events)
    await goodword.close()
  })
})

describe("books that are wrong", () => {
  let story: Rows
  beforeAll(async () => {
    story = await lived()
  })

  /** The story's rows with something changed, audited and replayed. */
  const judged = async ({ change, through }: Tamper, isFolded: boolean) => {
    const rows = structuredClone(story)
    change(rows)
    if (isFolded) refold(rows)
    const store = storeOf(rows)
    const report = await Effect.runPromise(Audit.audit(through?.(store) ?? store, tenant))
    return { report, store }
  }

  const replayed = async (store: ReturnType<typeof storeOf>): Promise<readonly string[]> => {
    const goodword = await openOn(store)
    const { differences } = await goodword.replay()
    await goodword.close()
    return differences
  }

  it("begins with a story that is right, in which every check has something to look at", async () => {
    const report = await auditOf(story)
    expect(report).toMatchObject(clean)
    expect(report.checks.filter(({ looked }) => looked === 0)).toEqual([])
    const folded = structuredClone(story)
    refold(folded)
    expect(await auditOf(folded)).toMatchObject(clean)
  })

  it("has an error for every check", async () => {
    const { checks } = await auditOf(story)
    const planted = new Set(
      [...ofRows, ...ofTheKernel, ...ofChoices, ...ofLotteries, ...besides].map(({ finds }) => finds.check)
    )
    expect(checks.map(({ check }) => check).filter((check) => !planted.has(check))).toEqual([])
  })

  it.each(ofRows)("$what: $finds.check", async (tamper) => {
    const { report } = await judged(tamper, false)
    expect(report.findings).toContainEqual(expect.objectContaining(tamper.finds))
  })

  it.each(ofTheKernel)("$what, and replay says nothing: $finds.check", async (tamper) => {
    const { report, store } = await judged(tamper, true)
    expect(report.findings).toContainEqual(expect.objectContaining(tamper.finds))
    expect(await replayed(store)).toEqual([])
  })

  it.each(besides)("$what: $finds.check", async (tamper) => {
    const { report, store } = await judged(tamper, false)
    expect(report.findings).toContainEqual(expect.objectContaining(tamper.finds))
    expect(await replayed(store)).toEqual([])
  })

  /** How many of these changes, one at a time, are found by nothing. */
  const unseen = async <A>(all: readonly A[], change: (rows: Rows, one: A) => void): Promise<readonly A[]> => {
    const missed: A[] = []
    for (const one of all) {
      const { report } = await judged({ what: "", change: (rows) => change(rows, one), finds: never }, false)
      if (report.findings.length === 0) missed.push(one)
    }
    return missed
  }
  const never: Tamper["finds"] = { check: "balance", where: "", expected: null, actual: null }

  it("finds each counter that is one off, and each that is gone", async () => {
    const keys = [...story.counters].filter(([, value]) => value !== 0n).map(([key]) => key)
    expect(await unseen(keys, ({ counters }, key) => counters.set(key, (counters.get(key) ?? 0n) + 1n))).toEqual([])
    expect(await unseen(keys, ({ counters }, key) => counters.delete(key))).toEqual([])
  })

  it("finds each fact that is gone", async () => {
    const keys = [...story.facts]
      .filter(([key, fact]) => fact !== null && !/^(prints|sharers)\//u.test(key))
      .map(([key]) => key)
    expect(await unseen(keys, ({ facts }, key) => facts.delete(key))).toEqual([])
  })

  it("finds each transfer that is one off, doubled, or turned around", async () => {
    const all = story.events.flatMap(({ transfers }, at) => transfers.map((_, n) => ({ at, n })))
    const of = (rows: Rows, { at, n }: (typeof all)[number]) => rows.events[at]?.transfers[n]
    const more = await unseen(all, (rows, one) => {
      const transfer = of(rows, one)
      if (transfer !== undefined) transfer.amount.minor = `${BigInt(transfer.amount.minor) + 1n}`
    })
    const doubled = await unseen(all, (rows, one) => {
      const transfer = of(rows, one)
      if (transfer !== undefined) rows.events[one.at]?.transfers.push({ ...transfer, id: `${transfer.id}-2` })
    })
    const turned = await unseen(all, (rows, one) => {
      const transfer = of(rows, one)
      if (transfer !== undefined) Object.assign(transfer, { debit: transfer.credit, credit: transfer.debit })
    })
    expect({ more, doubled, turned }).toEqual({ more: [], doubled: [], turned: [] })
  })

  it("finds each event that is lost, but for those that only tell", async () => {
    const ids = story.events.map(({ id }) => id)
    const missed = await unseen(ids, (rows, id) => {
      rows.events = rows.events.filter((one) => one.id !== id)
    })
    const types = missed.map((id) => story.events.find((one) => one.id === id)?.type)
    expect(new Set(types)).toEqual(new Set(["SignupRecorded", "RewardRefused", "OrderChanged"]))
    // The one edit came after a later one and has no effect.
    expect(missed.filter((id) => id.startsWith("order/"))).toEqual(["order/o3/revision/1"])
  })

  it("keeps so many findings, and counts all", async () => {
    const rows = structuredClone(story)
    rows.events = []
    const report = await auditOf(rows, { findingsMax: 3 })
    const wrong = report.checks.reduce((sum, one) => sum + one.wrong, 0)
    expect(report.findings).toHaveLength(3)
    expect(wrong).toBeGreaterThan(50)
    expect(report.line).toBe(`audit: 57 checks over 0 transfers, ${wrong} findings`)
  })
})
