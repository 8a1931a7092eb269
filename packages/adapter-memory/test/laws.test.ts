/** Laws of the doors; those of engine and store together are cases of `@goodword/testkit`. */

import { createHash } from "node:crypto"
import type { memoryStore } from "@goodword/adapter-memory"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { law } from "../../core/test/arbitraries/money.ts"
import { changed, settle, takesEmail } from "./other-words.ts"
import * as shop from "./shop.ts"

const calls = fc.array(shop.call, { minLength: 1, maxLength: 14 })

/** The store in few characters, so that a failure can be read. */
const digest = (store: ReturnType<typeof memoryStore>): string =>
  createHash("sha256").update(JSON.stringify(store.snapshot())).digest("hex")

const fresh = async (): Promise<
  { store: ReturnType<typeof memoryStore>; wait: () => Promise<unknown> } & Awaited<ReturnType<typeof shop.openOn>>
> => {
  const store = shop.storeOf()
  await shop.mint(store, (effect) => Effect.runPromise(effect))
  const opened = await shop.openOn(store)
  for (const one of shop.beginning) await shop.make(opened.goodword, one)
  const wait = () => {
    opened.clock.advance("15 days")
    return opened.goodword.runDue()
  }
  return { store, wait, ...opened }
}

describe("one question, one answer", () => {
  it("law 17: asking again changes nothing and gets the first answer", async () => {
    await fc.assert(
      fc.asyncProperty(calls, fc.array(fc.nat(), { maxLength: 20 }), async (asked, again) => {
        const { goodword, store } = await fresh()
        const first: shop.Outcome[] = []
        for (const one of asked) first.push(await shop.make(goodword, one))
        const before = digest(store)
        for (const pick of again) {
          const i = pick % asked.length
          const outcome = first[i]
          // A refusal leaves no receipt: it is decided anew, and may be accepted by now.
          if (outcome === undefined || "error" in outcome) continue
          expect(shop.told(await shop.make(goodword, asked[i] as shop.Call))).toEqual(shop.told(outcome))
        }
        expect(digest(store)).toBe(before)
        await goodword.close()
      }),
      law
    )
  })

  it("law 18: another question under the same key is refused by the field that differs, and changes nothing", async () => {
    const seen: string[] = []
    // Ids are the same in every run: the reward has the same one.
    const { goodword: first, ...opened } = await fresh()
    const discount = await settle(first, opened.wait)
    await first.close()
    await fc.assert(
      fc.asyncProperty(changed(discount), async (drawn) => {
        const { goodword, store, wait } = await fresh()
        await settle(goodword, wait)
        const outcomes: shop.Outcome[] = []
        for (const { call } of drawn) outcomes.push(await shop.make(goodword, call))
        const before = digest(store)
        for (const [i, { call, field, other }] of drawn.entries()) {
          const outcome = outcomes[i]
          // A refusal leaves no receipt, and so no key.
          if (outcome === undefined || "error" in outcome) continue
          const { door, input } = other
          const refusal = await (goodword[door] as (input: unknown) => Promise<unknown>)(input).catch((error) => error)
          expect(refusal).toMatchObject({ _tag: "KeyReused", rejection: { field } })
          seen.push(door)
          if (!takesEmail(call)) continue
          // What says nothing about the fact may differ: the address is personal, and is not kept in a receipt.
          const told = { ...call, input: { ...call.input, email: "joe@example.com" } } as shop.Call
          expect(shop.told(await shop.make(goodword, told))).toEqual(shop.told(outcome))
        }
        expect(digest(store)).toBe(before)
        await goodword.close()
      }),
      law
    )
    expect(seen.length).toBeGreaterThan(law.numRuns)
    if (law.numRuns >= 200) expect(new Set(seen).size).toBeGreaterThanOrEqual(14)
  })
})

describe("what is refused", () => {
  it("law 88: malformed input at any door gets a typed error with a path, and changes nothing", async () => {
    const { goodword, store } = await fresh()
    const before = digest(store)
    const doors = [
      "enroll",
      "touch",
      "signedUp",
      "quote",
      "orderPaid",
      "orderChanged",
      "orderRefunded",
      "lock",
      "unlock",
      "orderCanceled",
      "disputeOpened",
      "disputeClosed",
      "openReview",
      "closeReview",
      "redeem",
      "explain",
      "statement",
      "balances",
      "setListed",
      "publish"
    ] as const
    const hostile = fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withObjectString: true,
        withSet: true,
        withTypedArray: true,
        withSparseArray: true
      }),
      fc
        .tuple(shop.call, fc.string(), fc.anything())
        .map(([{ input }, key, value]) => ({ ...input, [`${key}?`]: value ?? null })),
      fc
        .tuple(
          shop.call,
          fc.constantFrom("customer", "order", "total", "code", "at", "visitor", "amount"),
          fc.constantFrom<unknown>(
            Number.NaN,
            -0,
            1.5,
            "1e3",
            "",
            "\u0000",
            "\ud800",
            "x".repeat(1_000),
            "a@b.co",
            "-1.00 USD",
            "1.00 XXX",
            null,
            [],
            {},
            10n ** 30n
          )
        )
        .map(([{ input }, key, value]) => ({ ...input, [key]: value, extra: 1 }))
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...doors), hostile, async (door, input) => {
        const error = await (goodword[door] as (input: unknown) => Promise<unknown>)(input).then(
          () => undefined,
          (failure: unknown) => failure
        )
        expect(error).toMatchObject({ _tag: "InvalidInput", isRetryable: false })
        const { issues } = error as { issues: readonly { path: string; message: string }[] }
        expect(issues.length).toBeGreaterThan(0)
        for (const { message } of issues) expect(message).not.toBe("")
        expect(digest(store)).toBe(before)
      }),
      { numRuns: 1_000 }
    )
    await goodword.close()
  })
})
