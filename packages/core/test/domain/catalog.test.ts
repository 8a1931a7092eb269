import { readdirSync, readFileSync } from "node:fs"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Catalogs from "../../src/domain/Catalogs.ts"
import * as Event from "../../src/domain/Event.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Money from "../../src/domain/Money.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law, positiveMinor, unit } from "../arbitraries/money.ts"
import { bytes } from "../arbitraries/world.ts"

const { conditions, models, rewards } = Catalogs.builtIn
const domain = new URL("../../src/domain/", import.meta.url)
const filesOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(new URL(folder, domain))
    .filter((name) => name.endsWith(".ts") && !name.startsWith("_"))
    .map((name) => name.slice(0, -3))

const entries = <A>(catalog: ReadonlyMap<string, A>): Array<[string, A]> => [...catalog]

describe("every catalog", () => {
  it.each([
    ["rewards", rewards],
    ["conditions", conditions],
    ["attribution-models", models]
  ] as const)("%s: an entry's name is its file's", (folder, catalog) => {
    expect([...catalog.keys()].sort()).toEqual([...filesOf(folder)].sort())
  })
})

const throughJson = (schema: Schema.Codec<unknown, unknown>, terms: unknown): unknown => {
  const written = unwrap(Schema.encodeUnknownResult(schema)(terms))
  return unwrap(Schema.decodeUnknownResult(schema)(JSON.parse(JSON.stringify(written)), { onExcessProperty: "error" }))
}

const refusesExtra = (schema: Schema.Codec<unknown, unknown>, terms: unknown): boolean => {
  const written = unwrap(Schema.encodeUnknownResult(schema)(terms)) as object
  return Result.isFailure(
    Schema.decodeUnknownResult(schema)({ ...written, surprise: 1 }, { onExcessProperty: "error" })
  )
}

describe.each(entries(rewards))("reward %s", (_, kind) => {
  it("its examples hold, and its terms survive being written down", () => {
    for (const { terms, total, worth } of kind.examples) {
      const answered = kind.worth(terms, { total })
      expect(Result.isSuccess(answered) ? answered.success : null).toEqual(worth)
      expect(throughJson(kind.terms, terms)).toEqual(terms)
      expect(refusesExtra(kind.terms, terms)).toBe(true)
      expect(kind.describe(terms, "en")).toMatch(/\S/)
    }
  })

  it("is worth the same whenever asked, never below zero, never more than it can be", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kind.examples),
        positiveMinor,
        fc.option(unit, { nil: undefined }),
        ({ terms, total }, minor, of) => {
          const basis = { total: Money.make(minor, of ?? total.unit) }
          const worth = kind.worth(terms, basis)
          expect(bytes(kind.worth(terms, basis))).toBe(bytes(worth))
          if (Result.isFailure(worth)) {
            expect(worth.failure.passed).toBe(false)
            return
          }
          expect(worth.success.minor >= 0n).toBe(true)
          if (kind.form === "discount") {
            expect(worth.success.unit).toBe(basis.total.unit)
            expect(worth.success.minor <= minor).toBe(true)
          }
          const most = kind.most(terms)
          if (most !== undefined) expect(worth.success.minor <= most.minor).toBe(true)
        }
      ),
      law
    )
  })
})

describe.each(entries(conditions))("condition %s", (name, condition) => {
  it("its examples hold, at least one passes and one fails", () => {
    for (const { passes, sight, terms } of condition.examples) {
      expect(condition.check(terms)(sight)).toMatchObject({ check: name, passed: passes })
      expect(throughJson(condition.terms, terms)).toEqual(terms)
      expect(refusesExtra(condition.terms, terms)).toBe(true)
      expect(condition.describe(terms, "en")).toMatch(/\S/)
    }
    expect(new Set(condition.examples.map((one) => one.passes))).toEqual(new Set([true, false]))
  })
})

describe.each(entries(models))("attribution model %s", (_, model) => {
  it("its examples hold, and it says what it does", () => {
    for (const { touches, wins } of model.examples) expect(model.pick(touches).touch).toBe(wins)
    expect(model.describe("en")).toMatch(/\S/)
  })
})

const kebab = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase()

describe("evidence", () => {
  it("every check and every reason that is emitted names exactly one file", () => {
    const folders = ["./", "rewards/", "conditions/", "attribution-models/", "guards/", "limits/", "signals/"]
    const files = folders.flatMap((folder) => {
      try {
        return filesOf(folder).map(kebab)
      } catch {
        return []
      }
    })
    const named = new Set<string>()
    fc.assert(
      fc.property(history({ steps: 40 }), (story) => {
        for (const event of live(story).events) {
          for (const { check } of Event.because(event)) named.add(check)
          if ("reason" in event) named.add(event.reason)
        }
      }),
      law
    )
    // Those that no history happens to meet stand in the source.
    const sources = readdirSync(domain)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(new URL(name, domain), "utf8"))
    for (const source of sources) {
      for (const [, name] of source.matchAll(/\b(?:make|passed|failed)\("([a-z-]+)"/g))
        if (name !== undefined) named.add(name)
    }
    const counts = [...named].map((name) => [name, files.filter((file) => file === name).length])
    expect(counts.filter(([, count]) => count !== 1)).toEqual([])
    expect(named.size).toBeGreaterThan(12)
  })
})
