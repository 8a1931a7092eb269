// What the built-in kinds cost at most, on which orders they are worth nothing, and how they are told to people.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Catalogs from "../../../src/domain/Catalogs.ts"
import * as Money from "../../../src/domain/Money.ts"
import * as Program from "../../../src/domain/Program.ts"
import type { AnyRewardKind } from "../../../src/domain/RewardKind.ts"
import { money } from "../../arbitraries/shop.ts"

const kindOf = (name: string): AnyRewardKind => {
  const kind = Catalogs.builtIn.rewards.get(name)
  if (kind === undefined) throw new Error(`no kind ${name}`)
  return kind
}
/** A kind, and its terms as a program says them. */
const read = ({ kind: name, ...terms }: { readonly kind: string }) => {
  const kind = kindOf(name)
  return { kind, terms: Schema.decodeUnknownSync(kind.terms as Schema.Codec<unknown, unknown>)(terms) }
}
const described = (give: { readonly kind: string }): string => {
  const { kind, terms } = read(give)
  return kind.describe(terms, "en")
}
const [shoes, minimumOrder] = [{ only: ["shoe"] }, "40.00 USD"]
const rates = [
  { countries: ["US", "CA"], percent: 20 },
  { countries: ["DE"], amount: "3.00 USD" }
]

describe("a reward is told to people", () => {
  it.each([
    [{ kind: "percent-off", percent: 12.5 }, "12.5% off"],
    [{ kind: "percent-off", percent: 20, minimumOrder }, "20% off an order from 40.00 USD"],
    [{ kind: "percent-off", percent: 20, maximum: "5.00 USD" }, "20% off, 5.00 USD at most"],
    [{ kind: "percent-off", percent: 20, products: shoes }, "20% off on shoe"],
    [{ kind: "fixed-off", amount: "5.00 USD" }, "5.00 USD off"],
    [
      { kind: "fixed-off", amount: "5.00 USD", minimumOrder, products: shoes },
      "5.00 USD off on shoe an order from 40.00 USD"
    ],
    [{ kind: "points", amount: "500 points" }, "500 points"],
    [{ kind: "points", amount: "2 points", per: "1.00 USD" }, "2 points for every 1.00 USD"],
    [
      { kind: "points", amount: "2 points", per: "1.00 USD", maximum: "90 points", products: shoes },
      "2 points for every 1.00 USD on shoe, 90 points at most"
    ],
    [{ kind: "commission", percent: 10 }, "10% of commission"],
    [{ kind: "commission", amount: "5.00 USD" }, "5.00 USD of commission"],
    [{ kind: "commission", percent: 10, amount: "5.00 USD" }, "10%, at least 5.00 USD, of commission"],
    [
      { kind: "commission", percent: 10, minimumOrder, maximum: "9.00 USD" },
      "10% of commission, from 40.00 USD on, 9.00 USD at most"
    ],
    [{ kind: "commission", rates }, "20% of commission to US, CA; 3.00 USD of commission to DE"],
    [
      { kind: "commission", percent: 10, rates: rates.slice(0, 1), products: shoes },
      "10% of commission; 20% of commission to US, CA on shoe"
    ],
    [{ kind: "access", to: "the sale" }, "access to the sale"],
    [{ kind: "access", to: "the sale", ahead: "2 days" }, "access to the sale, 2 days before everybody else"],
    [{ kind: "badge", name: "Golden friend" }, 'the badge "Golden friend"'],
    [{ kind: "free-product", product: "a mug" }, "a mug for free"],
    [{ kind: "store-credit", amount: "5.00 USD" }, "5.00 USD of store credit"]
  ])("%j", (give, text) => {
    expect(described(give)).toBe(text)
  })

  it("every kind has words of its own", () => {
    const told = [...Catalogs.builtIn.rewards.values()].map((kind) => kind.describe(kind.examples[0].terms, "en"))
    expect(told.every((text) => text.length > 0)).toBe(true)
    expect(new Set(told).size).toBe(told.length)
  })
})

describe("a reward costs at most", () => {
  it.each<[{ readonly kind: string }, string | undefined]>([
    [{ kind: "percent-off", percent: 20 } as never, undefined],
    [{ kind: "percent-off", percent: 20, maximum: "5.00 USD" } as never, "5.00 USD"],
    [{ kind: "fixed-off", amount: "5.00 USD" } as never, "5.00 USD"],
    [{ kind: "points", amount: "500 points" } as never, "500 points"],
    [{ kind: "points", amount: "2 points", per: "1.00 USD" } as never, "1000000000000000 points"],
    [{ kind: "points", amount: "2 points", per: "1.00 USD", maximum: "90 points" } as never, "90 points"],
    [{ kind: "free-product", product: "a mug" } as never, undefined],
    [{ kind: "free-product", product: "a mug", cost: "4.00 USD" } as never, "4.00 USD"],
    [{ kind: "commission", percent: 10 } as never, undefined],
    [{ kind: "commission", percent: 10, amount: "5.00 USD" } as never, undefined],
    [{ kind: "commission", percent: 10, maximum: "9.00 USD" } as never, "9.00 USD"],
    [{ kind: "commission", amount: "5.00 USD" } as never, "5.00 USD"],
    [{ kind: "commission", rates: [{ countries: ["US"], percent: 10 }] } as never, undefined],
    [{ kind: "commission", percent: 10, rates: [{ countries: ["US"], amount: "5.00 USD" }] } as never, undefined],
    [{ kind: "commission", amount: "5.00 USD", rates: [{ countries: ["US"], percent: 10 }] } as never, undefined],
    [{ kind: "commission", rates: [{ countries: ["US"], amount: "5.00 USD" }] } as never, "5.00 USD"],
    [
      { kind: "commission", amount: "5.00 USD", rates: [{ countries: ["US"], amount: "7.00 USD" }] } as never,
      "7.00 USD"
    ],
    [
      { kind: "commission", amount: "5.00 USD", rates: [{ countries: ["US"], amount: "4.00 USD" }] } as never,
      "5.00 USD"
    ]
  ])("%j: %s", (give, most) => {
    const { kind, terms } = read(give)
    const found = kind.most(terms)
    expect(found === undefined ? undefined : Money.format(found)).toBe(most)
  })
})

describe("a reward is worth", () => {
  const worth = (give: { readonly kind: string }, total: string, order?: string, country: string | null = null) => {
    const { kind, terms } = read(give)
    const found = kind.worth(terms, {
      total: money(total),
      ...(order === undefined ? {} : { order: money(order) }),
      country
    })
    return Result.isSuccess(found) ? Money.format(found.success) : found.failure
  }
  const refused = (check: string, actual: unknown, limit?: string) => ({
    check,
    passed: false,
    actual,
    ...(limit === undefined ? {} : { limit: money(limit) })
  })

  it.each([
    ["percent-off", { percent: 10 }, "4.00 USD"],
    ["fixed-off", { amount: "4.00 USD" }, "4.00 USD"],
    ["commission", { percent: 10 }, "4.00 USD"]
  ])("%s: its lines, where the whole order is large enough", (kind, terms, expected) => {
    const give = { kind, ...terms, minimumOrder: "50.00 USD" }
    expect(worth(give, "40.00 USD", "50.00 USD")).toBe(expected)
    expect(worth(give, "40.00 USD", "49.99 USD")).toEqual(refused(kind, money("49.99 USD"), "50.00 USD"))
    // Without lines the amount is that of the order.
    expect(worth(give, "40.00 USD")).toEqual(refused(kind, money("40.00 USD"), "50.00 USD"))
    expect(worth(give, "90.00 EUR")).toEqual(refused(kind, money("90.00 EUR"), "50.00 USD"))
  })

  it.each([
    ["a percentage, in the order's currency", { kind: "percent-off", percent: 20 }, "10.00 EUR", "2.00 EUR"],
    [
      "nothing where its maximum is of another currency",
      { kind: "percent-off", percent: 20, maximum: "5.00 USD" },
      "10.00 EUR",
      refused("percent-off", money("10.00 EUR"), "5.00 USD")
    ],
    ["its maximum", { kind: "percent-off", percent: 20, maximum: "5.00 USD" }, "25.03 USD", "5.00 USD"],
    ["just below its maximum", { kind: "percent-off", percent: 20, maximum: "5.00 USD" }, "24.97 USD", "4.99 USD"],
    ["an amount, up to the order", { kind: "fixed-off", amount: "5.00 USD" }, "5.00 USD", "5.00 USD"],
    [
      "nothing in another currency",
      { kind: "fixed-off", amount: "5.00 USD" },
      "5.00 EUR",
      refused("fixed-off", money("5.00 EUR"), "5.00 USD")
    ],
    [
      "no commission up to a maximum of another currency",
      { kind: "commission", percent: 10, maximum: "5.00 USD" },
      "10.00 EUR",
      refused("commission", money("10.00 EUR"), "5.00 USD")
    ],
    [
      "no commission of another currency",
      { kind: "commission", amount: "5.00 USD", maximum: "9.00 USD" },
      "10.00 EUR",
      refused("commission", money("10.00 EUR"), "5.00 USD")
    ],
    [
      "a flat commission, up to its maximum",
      { kind: "commission", amount: "5.00 USD", maximum: "4.00 USD" },
      "9.00 USD",
      "4.00 USD"
    ],
    [
      "no commission where no country has a rate",
      { kind: "commission", rates },
      "9.00 USD",
      refused("commission", "no country")
    ],
    [
      "a commission below its maximum",
      { kind: "commission", percent: 10, maximum: "5.00 USD" },
      "40.00 USD",
      "4.00 USD"
    ],
    ["whole points, whatever the order", { kind: "points", amount: "5 points" }, "0.01 EUR", "5 points"],
    [
      "no points by steps of another currency",
      { kind: "points", amount: "5 points", per: "1.00 USD" },
      "9.00 EUR",
      refused("points", money("9.00 EUR"), "1.00 USD")
    ]
  ])("%s", (_, give, total, expected) => {
    expect(worth(give, total)).toEqual(expected)
  })

  it("a commission, by the country", () => {
    const give = { kind: "commission", rates }
    expect([worth(give, "10.00 USD", undefined, "CA"), worth(give, "10.00 USD", undefined, "DE")]).toEqual([
      "2.00 USD",
      "3.00 USD"
    ])
    expect(worth(give, "10.00 USD", undefined, "FR")).toEqual(refused("commission", "FR"))
  })
})

describe("a reward needs an order", () => {
  const onSignUp = (give: object) => {
    const document = { id: "spring", timeZone: "UTC", onSilence: "hold", advocate: { on: "sign-up", give } }
    const found = Program.decode(document)
    return Result.isFailure(found) ? found.failure.issues.map(({ path }) => path) : "accepted"
  }

  it.each([
    [{ kind: "points", amount: "5 points" }, "accepted"],
    [{ kind: "points", amount: "5 points", per: "1.00 USD" }, ["advocate.on"]],
    [{ kind: "commission", percent: 10 }, ["advocate.on"]],
    [{ kind: "store-credit", amount: "5.00 USD" }, "accepted"]
  ])("where it is computed from one: %j on sign-up", (give, expected) => {
    expect(onSignUp(give)).toEqual(expected)
  })
})
