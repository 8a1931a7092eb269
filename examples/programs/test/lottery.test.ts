import { Lottery } from "@goodword/core"
import { describe, expect, it } from "vitest"
import { faults, given, granted } from "../src/scenario.ts"

describe("given a wheel with a hundred places, one of them a gift card of which there are two", () => {
  it("when sixty friends come, then the seed that is revealed draws all of it again, and no third card is given", async () => {
    const scenario = await given("lucky-wheel")
    const { goodword } = scenario
    const committed = await goodword.lottery({})
    const prizes: string[] = []
    const places: (number | null)[] = []
    for (let n = 0; n < 60; n++) {
      await scenario.refer("ann", `friend-${n}`)
      const bought = await scenario.buy(`friend-${n}`, `order-${n}`, "30.00 USD")
      prizes.push(...granted(bought))
      places.push(...(bought.draws ?? []).map((one) => one.given))
    }
    expect(places).toHaveLength(60)
    expect(prizes).toHaveLength(places.filter((place) => place !== 2).length)
    expect(places.filter((place) => place === 0).length).toBeLessThanOrEqual(2)
    const { seed } = await goodword.reveal({})
    const { events } = await goodword.events(0, 1_000)
    const draws = events.flatMap(({ body, type }) => (type === "LotteryDrawn" ? [body as unknown as Lottery.Draw] : []))
    expect(draws).toHaveLength(60)
    expect(Lottery.verify({ commitment: committed?.commitment ?? "", seed, draws })).toEqual({
      isCommitted: true,
      wrong: []
    })
    expect(await faults(scenario)).toEqual([])
  })
})
