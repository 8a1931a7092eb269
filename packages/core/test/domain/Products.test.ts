import { describe, expect, it } from "vitest"
import * as Products from "../../src/domain/Products.ts"
import { line, percentOff, program } from "../arbitraries/shop.ts"

const shoe = line("a", "shoe", "1.00 USD", "spring")
const unnamed = { id: "b", minor: 100n }
const grouped = { ...unnamed, collections: ["spring"] }

describe("Products", () => {
  it.each([
    [{ only: ["shoe"] }, shoe, true],
    [{ only: ["hat"] }, shoe, false],
    [{ only: ["shoe"] }, unnamed, false],
    [{ collections: ["spring"] }, shoe, true],
    [{ collections: ["sale"] }, shoe, false],
    [{ collections: ["spring"] }, grouped, true],
    [{ only: ["hat"], collections: ["spring"] }, shoe, true],
    [{ except: ["hat"] }, shoe, true],
    [{ except: ["shoe"] }, shoe, false],
    // What a line does not say is held against it.
    [{ except: ["hat"] }, unnamed, false],
    [{ collections: ["spring"], except: ["hat"] }, grouped, false],
    [{ only: ["shoe"], collections: ["spring"], except: ["shoe"] }, shoe, false]
  ] satisfies [Products.Products, object, boolean][])("%j: case %#", (products, one, expected) => {
    expect(Products.includes(products)(one)).toBe(expected)
  })

  it.each([
    [{ only: ["shoe", "hat"] }, " on shoe, hat"],
    [{ collections: ["spring"], except: ["hat"] }, " on the collections spring except hat"],
    [{ except: ["hat"] }, " on all products except hat"],
    [undefined, ""]
  ] satisfies [Products.Products | undefined, string][])("%j is told as%s", (products, text) => {
    expect(Products.describe(products)).toBe(text)
  })

  it.each([
    [{}, "friend.give.products"],
    [{ only: [] }, "friend.give.products.only"],
    [{ only: [""] }, "friend.give.products.only[0]"],
    [{ only: Array.from({ length: 51 }, (_, i) => `p${i}`) }, "friend.give.products.only"],
    [{ except: ["x".repeat(65)] }, "friend.give.products.except[0]"],
    [{ brands: ["acme"] }, "friend.give.products.brands"]
  ])("refuses %j with its path", (products, path) => {
    expect(() => program({ friend: { give: percentOff(20, { products: products as never }) } })).toThrow(path)
  })
})
