/** Points that are exchanged, through the doors: asked twice, asked at once, told to plugins, and proved. */
import { freeProduct, type Program, points, storeCredit } from "@goodword/core"
import { Goodword, type Input, movableClock } from "@goodword/core/promise"
import { describe, expect, it } from "vitest"
import * as shop from "./shop.ts"

const club: Program.Input = {
  id: "club",
  timeZone: "UTC",
  friend: { on: "every order", give: points({ amount: "2 points", per: "1.00 USD" }) },
  exchanges: [
    {
      id: "five-off",
      from: "100 points",
      give: storeCredit({ amount: "5.00 USD" }),
      hold: "1 day",
      expires: "30 days"
    },
    {
      id: "mug",
      from: "60 points",
      give: freeProduct({ product: "a mug" }),
      cap: { count: 2, per: "ever", of: "program" }
    }
  ],
  onSilence: "hold"
}

/** A customer with 200 points, in two lots. */
const opened = async () => {
  const told: string[] = []
  const clock = movableClock(shop.start)
  const plugin = {
    id: "shop",
    intents: ["AddPoints", "WithdrawPoints", "AddCredit", "WithdrawCredit", "SendProduct"],
    deliver: async (_: string, { amount, intent }: { intent: string; amount: { minor: bigint } }) => {
      told.push(`${intent} ${amount.minor}`)
    }
  }
  const store = shop.storeOf()
  const goodword = await Goodword.open({ store, clock, pollMs: 0, programs: [club], plugins: [plugin] })
  await goodword.enroll({ customer: "ann", code: "ANN" })
  for (const customer of ["bob", "cat"]) {
    await goodword.touch({ customer, code: "ANN" })
    for (const n of [1, 2]) await goodword.orderPaid({ order: `${customer}-${n}`, customer, total: "50.99 USD" })
  }
  return { goodword, clock, told }
}

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "done",
    (error: { readonly _tag: string }) => error._tag
  )

describe("the door exchange", () => {
  it("answers the same key the same, and another question under it not at all", async () => {
    const { goodword } = await opened()
    const asked = { customer: "bob", exchange: "mug", key: "ex_1" }
    const first = await goodword.exchange(asked)
    const again = await goodword.exchange(asked)
    expect([again.isReplayed, again.parts, again.rewards]).toEqual([true, first.parts, first.rewards])
    expect(await codeOf(goodword.exchange({ ...asked, exchange: "five-off" }))).toBe("KeyReused")
    expect((await goodword.balances({ customer: "bob" })).map(({ available }) => available)).toEqual(["140 points"])
    await goodword.close()
  })

  it("asks plugins for what is given, when it is available, and to take it back", async () => {
    const { clock, goodword, told } = await opened()
    await goodword.exchange({ customer: "bob", exchange: "five-off", key: "ex_1" })
    await goodword.exchange({ customer: "bob", exchange: "mug", key: "ex_2" })
    await goodword.runDue()
    expect(told).toEqual(["AddPoints 100", "AddPoints 100", "AddPoints 100", "AddPoints 100", "SendProduct 1"])
    clock.advance("1 day")
    await goodword.runDue()
    expect(told.slice(5)).toEqual(["AddCredit 500"])
    await goodword.unspend({ exchange: "ex_1" })
    await goodword.runDue()
    expect(told.slice(6)).toEqual(["WithdrawCredit 500"])
    await goodword.close()
  })

  it("gives the last points once, and the last mug, whoever asks at once", async () => {
    const { goodword } = await opened()
    const asked = ["bob", "bob", "bob", "cat", "cat", "cat"].map((customer, n) =>
      codeOf(goodword.exchange({ customer, exchange: n % 3 === 0 ? "five-off" : "mug", key: `ex_${n}` }))
    )
    const answers = await Promise.all(asked)
    // Each has points for one of five-off and one mug, and there are two mugs.
    expect(answers.filter((one) => one === "done")).toHaveLength(4)
    expect(answers.filter((one) => one === "NotEnough" || one === "ExchangeRefused")).toHaveLength(2)
    expect((await goodword.replay()).differences).toEqual([])
    expect((await goodword.audit()).findings).toEqual([])
    await goodword.close()
  })

  it.each<[string, Input.Exchange | Input.Unspend, string]>([
    ["nothing is wanted", { customer: "bob" } as never, "exchange"],
    ["nothing is wanted so often", { customer: "bob", exchange: "mug", times: 0 }, "times"],
    ["too much is wanted at once", { customer: "bob", exchange: "mug", times: 11 }, "times"]
  ])("is refused where %s", async (_, input, path) => {
    const { goodword } = await opened()
    const error = await goodword.exchange(input as Input.Exchange).catch((one) => one)
    expect([error._tag, error.issues[0].path]).toEqual(["InvalidInput", path])
    await goodword.close()
  })

  it("comes back by its own name, and whole", async () => {
    const { goodword } = await opened()
    const { id } = await goodword.exchange({ customer: "bob", exchange: "five-off" })
    const part = await goodword.unspend({ exchange: id, amount: "10 points" }).catch((one) => one.issues)
    expect(part).toEqual([{ path: "amount", message: "an exchange comes back whole: leave the amount out" }])
    const both = await goodword.unspend({ exchange: id, spend: id }).catch((one) => one.issues[0].path)
    expect(both).toBe("spend")
    expect(await codeOf(goodword.unspend({ spend: id }))).toBe("SpendUnknown")
    expect(await goodword.unspend({ exchange: id })).toMatchObject({ amount: "100 points", lapsed: "0 points" })
    await goodword.close()
  })

  it("is a line that a person can read", async () => {
    const { goodword } = await opened()
    const { id } = await goodword.exchange({ customer: "bob", exchange: "five-off" })
    await goodword.unspend({ exchange: id })
    const { lines } = await goodword.statement({ customer: "bob" })
    expect(lines.slice(2).map(({ text }) => text)).toEqual([
      "100 points exchanged for five-off",
      "5.00 USD granted, held for now",
      "5.00 USD taken back before it was available",
      "100 points given back"
    ])
    await goodword.close()
  })
})
