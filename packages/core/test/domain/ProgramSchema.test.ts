import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Program from "../../src/domain/Program.ts"
import { isValid } from "../arbitraries/json-schema.ts"
import { law } from "../arbitraries/money.ts"
import { programInput } from "../arbitraries/programs.ts"

const schema = JSON.parse(readFileSync(new URL("../../program.schema.json", import.meta.url), "utf8"))
const least = { id: "spring", timeZone: "UTC", onSilence: "hold" }
const points = { kind: "points", amount: "5 points" }

describe("program.schema.json", () => {
  it("takes what the decoder takes, and what it writes back", () => {
    fc.assert(
      fc.property(programInput(), (input) => {
        expect(isValid(schema, schema, JSON.parse(JSON.stringify(input)))).toBe(true)
        expect(isValid(schema, schema, JSON.parse(JSON.stringify(Program.toJson(Program.make(input)))))).toBe(true)
      }),
      law
    )
  })

  it("may be named by a document, which is written back with it", () => {
    const $schema = "./program.schema.json"
    expect(Program.toJson(Program.make({ ...least, onSilence: "hold", $schema }))).toMatchObject({ $schema })
  })

  it.each([
    ["no object", []],
    ["no time zone", { id: "spring", onSilence: "hold" }],
    ["no answer to silence", { id: "spring", timeZone: "UTC" }],
    ["a field that means nothing", { ...least, surprise: 1 }],
    ["a schema that is no text", { ...least, $schema: 1 }],
    ["silence without a time", { ...least, onSilence: "pay" }],
    ["a priority beyond its bound", { ...least, priority: 1001 }],
    ["nine offers", { ...least, friend: Array.from({ length: 9 }, (_, i) => ({ id: `f-${i}`, give: points })) }],
    ["an offer that gives nothing", { ...least, friend: { hold: "1 day" } }],
    ["an unknown kind", { ...least, friend: { give: { kind: "moon" } } }],
    ["a kind without its terms", { ...least, friend: { give: { kind: "points" } } }],
    ["a kind with a stranger's term", { ...least, friend: { give: { ...points, percent: 2 } } }],
    ["an unknown policy", { ...least, friend: { give: { policy: "moon", of: [points] } } }],
    ["a policy without parts", { ...least, friend: { give: { policy: "and", of: [] } } }],
    ["a policy with a bad part", { ...least, friend: { give: { policy: "and", of: [points, { kind: "moon" }] } } }],
    ["a policy that says nothing of its cap", { ...least, friend: { give: { policy: "capped", of: points } } }],
    ["a cap without a period", { ...least, friend: { give: points, cap: { count: 1 } } }],
    ["five caps", { ...least, friend: { give: points, cap: Array(5).fill({ count: 1, per: "ever" }) } }],
    ["a budget without an amount", { ...least, budget: { per: "ever" } }],
    ["an unknown condition", { ...least, qualify: { when: [{ condition: "moon" }] } }],
    ["a term of a condition without any", { ...least, qualify: { when: [{ condition: "new-customer", x: 1 }] } }],
    ["a condition in a condition", { ...least, qualify: { when: [{ condition: "not", of: { condition: "moon" } }] } }],
    ["no parts of a condition", { ...least, refer: { when: [{ condition: "any-of", of: [] }] } }],
    ["too many past orders", { ...least, refer: { when: [{ condition: "past-orders", atLeast: 1.5 }] } }],
    ["no one to multiply for", { ...least, tiers: [{ from: { friends: 1 } }] }]
  ])("refuses, as the decoder does, %s", (_, document) => {
    expect([isValid(schema, schema, document), Result.isSuccess(Program.decode(document))]).toEqual([false, false])
  })
})
