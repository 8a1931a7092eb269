import { describe, expect, it } from "vitest"
import * as CapTerms from "../../src/domain/CapTerms.ts"
import * as Catalogs from "../../src/domain/Catalogs.ts"
import { type Leaf, layOut, leavesOf, type Shape } from "../../src/domain/Leaves.ts"
import { and } from "../../src/domain/policies/and.ts"
import { bestOf } from "../../src/domain/policies/best-of.ts"
import { capped } from "../../src/domain/policies/capped.ts"
import { heldFor } from "../../src/domain/policies/held-for.ts"
import { nothing } from "../../src/domain/policies/nothing.ts"
import { orElse } from "../../src/domain/policies/or-else.ts"
import { when } from "../../src/domain/policies/when.ts"
import { credit, day, giftCard, pointsOf, program } from "../arbitraries/shop.ts"

const shape = (offer: object): Shape<Leaf> => {
  const [one] = program({ advocate: { id: "offer", ...offer } as never }).advocate
  if (one === undefined) throw new Error("no offer")
  return layOut(one, Catalogs.builtIn, (leaf) => leaf)
}
const leaves = (offer: object): readonly Leaf[] => leavesOf(shape(offer))
const [ten, five, points] = [credit("10.00 USD"), giftCard("5.00 USD"), pointsOf()]
const ever = (count: number) => ({ count, per: "ever" as const })
const from = (amount: string) => ({ condition: "minimum-total", amount })

/** `name per` of each cap of a leaf. */
const capsOf = ({ caps }: Leaf) => caps.map(({ cap, name }) => `${name} ${JSON.stringify(CapTerms.write([cap]))}`)

describe("an offer that is laid out", () => {
  it("names its rewards by their places from the left, so that one more at the end renames none", () => {
    const names = (...of: readonly { readonly kind: string }[]) =>
      leaves({ give: orElse(and(ten, points), ...of) }).map(({ give, id }) => `${id} ${give.kind}`)
    expect(names(five)).toEqual(["offer store-credit", "offer.2 points", "offer.3 gift-card"])
    expect(names(five, ten)).toEqual([...names(five), "offer.4 store-credit"])
  })

  it("names caps by their places, the offer's own first, whichever rewards are below them", () => {
    const give = and(capped(ever(3), ten), points, capped([ever(4), { amount: "9.00 USD", per: "ever" }], five))
    expect(leaves({ give, cap: ever(9) }).map(capsOf)).toEqual([
      ['offer {"count":9,"per":"ever"}', 'offer.2 {"count":3,"per":"ever"}'],
      ['offer {"count":9,"per":"ever"}'],
      [
        'offer {"count":9,"per":"ever"}',
        'offer.3 {"count":4,"per":"ever"}',
        'offer.3 {"amount":"9.00 USD","per":"ever"}'
      ]
    ])
    // Without one of its own the first within bears the offer's name.
    expect(leaves({ give: and(capped(ever(3), ten), capped(ever(4), five)) }).map(capsOf)).toEqual([
      ['offer {"count":3,"per":"ever"}'],
      ['offer.2 {"count":4,"per":"ever"}']
    ])
  })

  it("puts the conditions of all that is above a reward together, from the outside in", () => {
    const give = when(from("2.00 USD"), and(when([from("3.00 USD"), from("4.00 USD")], ten), five))
    const told = leaves({ give, when: [from("1.00 USD")] }).map((leaf) => leaf.when.length)
    expect(told).toEqual([4, 2])
  })

  it.each([
    ["none", {}, ten, 0],
    ["its own", { hold: "2 days" }, ten, 2],
    ["a shorter one within", { hold: "2 days" }, heldFor("1 day", ten), 2],
    ["a longer one within", { hold: "2 days" }, heldFor("3 days", ten), 3],
    ["only one within", {}, heldFor("3 days", heldFor("1 day", ten)), 3]
  ])("holds for the longest time that is said above a reward: %s", (_, offer, give, days) => {
    expect(leaves({ ...offer, give })[0]?.holdMs).toBe(days * day)
  })

  it("says how its parts depend on each other; a policy with one part is that part", () => {
    expect(shape({ give: when(from("1.00 USD"), ten) })._tag).toBe("Leaf")
    expect(shape({ give: and(ten, five) })).toMatchObject({ _tag: "Parts", gives: "each", rank: null })
    expect(shape({ give: orElse(ten, five) })).toMatchObject({ _tag: "Parts", gives: "first", rank: null })
    expect(shape({ give: nothing() })).toMatchObject({ _tag: "Parts", of: [], leaves: [] })
  })

  it("ranks parts by the policy's own terms", () => {
    const rankFor = (party: "person" | "store") => {
      const laid = shape({ give: bestOf({ for: party }, [ten, five]) })
      return laid._tag === "Parts" ? laid.rank?.([10n, 5n]) : undefined
    }
    expect([rankFor("person"), rankFor("store")]).toEqual([
      [0, 1],
      [1, 0]
    ])
  })
})
