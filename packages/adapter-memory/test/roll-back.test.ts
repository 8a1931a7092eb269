/** A payment with a discount that fails, at the doors: retries, the next attempt, what people and the books say of it. */
import { percentOff } from "@goodword/core"
import { describe, expect, it } from "vitest"
import * as shop from "./shop.ts"

const program = {
  ...shop.program,
  advocate: [{ id: "off", give: percentOff({ percent: 20, maximum: "10.00 USD" }), expires: "30 days" as const }],
  milestones: [],
  budget: { amount: "20.00 USD", per: "calendar month" as const }
}

const opened = async () => {
  const { clock, goodword } = await shop.openOn(shop.storeOf(), { programs: [program] })
  await goodword.enroll({ customer: "ann", code: "ANN", key: "e" })
  const refer = async (friend: string): Promise<string> => {
    await goodword.touch({ customer: friend, code: "ANN", key: `t-${friend}` })
    const paid = await goodword.orderPaid({ order: `of-${friend}`, customer: friend, total: "50.00 USD" })
    return paid.rewards.find(({ rule }) => rule === "off")?.id ?? ""
  }
  return { clock, goodword, refer }
}

const failure = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error)

describe("a payment with a discount", () => {
  it("fails, is made again with it, and each call may be repeated", async () => {
    const { goodword, refer } = await opened()
    const reward = await refer("joe")
    const asked = { reward, order: "a1", total: "30.00 USD" }
    await goodword.redeem(asked)
    expect(await goodword.redeem(asked)).toMatchObject({ isReplayed: true })
    expect(await failure(goodword.redeem({ ...asked, order: "a2" }))).toMatchObject({ _tag: "KeyReused" })
    const back = await goodword.unspend({ reward, key: "a1-failed" })
    expect(back).toMatchObject({
      amount: "1 percent-off",
      lapsed: "0 percent-off",
      paid: "0 percent-off",
      isReplayed: false
    })
    expect(back.because[0]).toBe(`reward ${reward}: available again, 6.00 USD off order a1 rolled back`)
    expect(await goodword.unspend({ reward, key: "a1-failed" })).toMatchObject({
      amount: "1 percent-off",
      isReplayed: true
    })
    // The customer pays the same order once more: this is no retry.
    expect(await goodword.redeem(asked)).toMatchObject({ isReplayed: false })
    expect(await goodword.redeem(asked)).toMatchObject({ isReplayed: true })
    await goodword.unspend({ reward, key: "a1-failed-again" })
    expect(await goodword.redeem({ ...asked, order: "a2" })).toMatchObject({ isReplayed: false })
    expect((await goodword.replay()).differences).toEqual([])
    expect((await goodword.audit()).findings).toEqual([])
    await goodword.close()
  })

  it("stands in the statement, with the order that had it", async () => {
    const { goodword, refer } = await opened()
    const reward = await refer("joe")
    await goodword.redeem({ reward, order: "a1", total: "30.00 USD" })
    await goodword.unspend({ reward, key: "a1-failed" })
    const { lines } = await goodword.statement({ customer: "ann" })
    expect(lines.map(({ text }) => text)).toEqual([
      "1 percent-off granted for order of-joe",
      "1 percent-off spent on order a1",
      "1 percent-off given back for order a1"
    ])
    expect(await goodword.balances({ customer: "ann" })).toMatchObject([
      { unit: "percent-off", available: "1 percent-off" }
    ])
    await goodword.close()
  })

  it("is refused with a sentence that says what to do", async () => {
    const { goodword, refer } = await opened()
    const reward = await refer("joe")
    const saying = async (asked: Parameters<typeof goodword.unspend>[0]): Promise<string> =>
      ((await failure(goodword.unspend(asked))) as Error).message
    expect(await saying({ reward })).toBe(`reward "${reward}" cannot be rolled back: it is redeemed on no order now`)
    await goodword.redeem({ reward, order: "a1", total: "5.00 USD" })
    expect(await saying({ reward, amount: "0.50 USD" })).toContain("a discount comes back whole; leave out amount")
    // Another discount takes the room that the use of this one has left.
    const other = await refer("kim")
    await goodword.publish({ ...program, budget: { amount: "12.00 USD", per: "calendar month" } })
    expect(await failure(goodword.unspend({ reward }))).toMatchObject({
      _tag: "NoRoomToReturn",
      isRetryable: true,
      message: `reward "${reward}" cannot be rolled back, it may cost more again than there is room for: budget: 9.00 USD, against 1.00 USD; raise the limit, or ask again once there is room`
    })
    await goodword.orderRefunded({ order: "of-kim", refund: "r", amount: "50.00 USD" })
    expect(await goodword.unspend({ reward, key: "late" })).toMatchObject({ amount: "1 percent-off" })
    await goodword.redeem({ reward, order: "a2", total: "5.00 USD" })
    await goodword.orderRefunded({ order: "of-joe", refund: "r", amount: "50.00 USD" })
    expect(await saying({ reward })).toContain("it was taken back since, and what it was worth is owed")
    expect(await failure(goodword.unspend({ reward: other }))).toMatchObject({ rejection: { why: "not redeemed" } })
    expect((await goodword.audit()).findings).toEqual([])
    await goodword.close()
  })

  it("comes too late for the discount, which lapses then", async () => {
    const { clock, goodword, refer } = await opened()
    const reward = await refer("joe")
    await goodword.redeem({ reward, order: "a1", total: "30.00 USD" })
    clock.advance("30 days")
    await goodword.runDue()
    const back = await goodword.unspend({ reward, key: "a1-failed" })
    expect(back).toMatchObject({ amount: "1 percent-off", lapsed: "1 percent-off" })
    expect((await goodword.replay()).differences).toEqual([])
    expect((await goodword.audit()).findings).toEqual([])
    await goodword.close()
  })
})
