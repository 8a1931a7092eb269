/** Every model that is built in keeps what the suite asks; and each one with a planted bug is caught. */
import { AttributionModel, Catalogs, type Fact } from "@goodword/core"
import { attributionModelCases, describeAttributionModel, proveAttributionModel } from "@goodword/testkit"
import { describe, expect, it } from "vitest"

for (const one of Catalogs.builtIn.models.values()) describeAttributionModel(one, { describe, it })

type Touches = readonly [Fact.Touch, ...Fact.Touch[]]

const model = (pick: (touches: Touches) => Fact.Touch, more: object = {}): AttributionModel.AttributionModel => ({
  ...AttributionModel.define({
    model: "planted",
    pick,
    describe: () => "somebody",
    examples: Catalogs.builtIn.models.get("last-touch")?.examples ?? [{ touches: [{} as Fact.Touch], wins: "" }]
  }),
  ...more
})

const newest = (touches: Touches): Fact.Touch => touches[touches.length - 1] ?? touches[0]
const best = (touches: Touches, score: (touch: Fact.Touch) => number | string): Fact.Touch =>
  touches.reduce((a, b) => (score(b) > score(a) ? b : a))
const day = 86_400_000
let turns = 0

/** What is wrong, the model, and the cases that must say so; others may do so as well. */
const saboteurs: readonly (readonly [string, AttributionModel.AttributionModel, readonly string[]])[] = [
  [
    "takes the touch that arrived last",
    model((touches) => best(touches, ({ touch }) => touch)),
    ["pick/does-not-depend-on-the-order-of-arrival", "kernel/credits-whom-it-picks-in-any-order-of-arrival"]
  ],
  [
    "makes up a touch",
    model((touches) => ({ ...newest(touches), touch: "t0" })),
    ["pick/is-one-of-the-touches", "pick/is-as-in-the-examples"]
  ],
  [
    "likes Mondays",
    model((touches) => touches.findLast(({ at }) => Math.floor(at / day) % 7 === 4) ?? newest(touches)),
    ["pick/does-not-change-when-all-times-shift"]
  ],
  [
    "asks what time it is",
    model((touches) => best(touches, ({ at }) => (at > Date.now() ? -1 : at))),
    ["pick/reads-no-clock-and-writes-nothing"]
  ],
  [
    "sorts what it is given",
    model((touches) => (touches as unknown as Fact.Touch[]).sort((a, b) => b.at - a.at)[0] ?? touches[0]),
    ["pick/reads-no-clock-and-writes-nothing"]
  ],
  [
    "draws lots",
    model((touches) => touches[Math.floor(Math.random() * touches.length)] ?? touches[0]),
    ["pick/reads-no-clock-and-writes-nothing"]
  ],
  [
    "dies of many touches",
    model((touches) => {
      if (touches.length > 3) throw new Error("too many")
      return newest(touches)
    }),
    ["pick/reads-no-clock-and-writes-nothing", "pick/is-one-of-the-touches"]
  ],
  [
    "takes turns",
    model((touches) => {
      turns += 1
      return touches[turns % touches.length] ?? touches[0]
    }),
    ["pick/reads-no-clock-and-writes-nothing", "kernel/forgets-what-is-outside-the-window"]
  ],
  ["tells people nothing", model(newest, { describe: () => "" }), ["words/say-something"]]
]

describe("a model that", () => {
  it.each(saboteurs)("%s is caught", async (_, planted, expected) => {
    const verdict = await proveAttributionModel(planted, { seed: 7312 })
    expect(verdict.failed.map(({ id }) => id)).toEqual(expect.arrayContaining([...expected]))
  })
})

it("every case is the one that catches somebody", () => {
  const caught = new Set(saboteurs.flatMap(([, , cases]) => cases))
  expect(attributionModelCases.map(({ id }) => id).filter((id) => !caught.has(id))).toEqual([])
})
