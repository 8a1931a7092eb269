/** What a run comes to: passed only when everything was proved. */
import { cases, describeStore, proveStore, type Subject, saboteurs } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { type FaultyMemory, memory } from "./faulty-memory.ts"

const { faults: _, ...bare } = memory
const counted = cases.filter(({ needs }) => needs !== "migrate")
const total = counted.length
const core = "core \\d+\\.\\d+\\.\\d+"

const optional = "tenants/are-listed-by-name"

describe("cases", () => {
  it("have ids of their own, which begin with their area", () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
    for (const { area, id } of cases) expect(id).toMatch(new RegExp(`^${area.replace(" ", "-")}/[a-z0-9-]+$`))
  })
})

describe("a verdict", () => {
  it("is incomplete without fault hooks, and says which cases wait for them", async () => {
    const verdict = await proveStore({ ...bare, seed: 1, runs: 1 })
    const waiting = counted.filter(({ needs }) => needs !== undefined && needs !== "another")
    expect(verdict).toMatchObject({ state: "incomplete", passed: total - waiting.length, failed: [] })
    expect(verdict.unproved.map(({ id }) => id)).toEqual(waiting.map(({ id }) => id))
    expect(verdict.line).toMatch(new RegExp(`^conformance: incomplete, ${core}, \\d+/${total}, seed 1, unproved: `))
  })

  it("is incomplete without a second handle", async () => {
    const { another: _, ...single } = memory
    const verdict = await proveStore({ ...single, seed: 1, runs: 1 })
    const waiting = counted.filter(({ needs }) => needs === "another")
    expect(verdict).toMatchObject({ state: "incomplete", passed: total - waiting.length, failed: [] })
    expect(verdict.unproved).toEqual(waiting.map(({ id }) => ({ id, reason: "needs the hook another" })))
  })

  it("can be written as JSON, with its counts by area and the versions", async () => {
    const verdict = await proveStore({ ...memory, seed: 1, runs: 1 })
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
    const version = expect.stringMatching(/^\d+\.\d+\.\d+$/)
    expect(verdict.versions).toEqual({ core: version, testkit: version, node: process.versions.node })
    expect(verdict.areas.map(({ total: all }) => all).reduce((sum, all) => sum + all)).toBe(total)
    const facts = cases.filter(({ area }) => area === "facts").length
    expect(verdict.areas[0]).toEqual({ area: "facts", passed: facts, total: facts })
  })

  it("passes with a skip, but says what and why", async () => {
    const verdict = await proveStore({ ...memory, seed: 1, runs: 1, skip: { [optional]: "sorted by the application" } })
    expect(verdict).toMatchObject({ state: "passed", passed: total - 1 })
    expect(verdict.line).toContain(`${total - 1}/${total}, seed 1, skipped: ${optional} (sorted by the application)`)
  })

  it("leaves whole engines for later while a simpler case fails", async () => {
    const through = saboteurs.find(({ id }) => id === "no-version-check")?.through
    const { failed, state, unproved } = await proveStore({ ...memory, seed: 1, runs: 1 }, through)
    expect(state).toBe("failed")
    expect(failed.filter(({ id }) => id.startsWith("engines/"))).toEqual([])
    expect(unproved.map(({ id }) => id)).toEqual(cases.filter(({ area }) => area === "engines").map(({ id }) => id))
    expect(unproved[0]?.reason).toBe("comes when facts/refuses-an-old-version and its like pass")
  })

  it("is failed where a store cannot be opened, with the reason at each case", async () => {
    const open = (): never => {
      throw new Error("no such host")
    }
    const verdict = await proveStore({ ...memory, open })
    expect(verdict).toMatchObject({ state: "failed", passed: 0 })
    expect(verdict.failed[0]).toEqual({
      id: "facts/versions-count-from-1",
      message: "facts/versions-count-from-1: no such host"
    })
  })

  it("closes what an open store holds, whatever comes of the case", async () => {
    let open = 0
    const acquired = Effect.acquireRelease(
      Effect.sync(() => {
        open += 1
        return memory.open() as FaultyMemory
      }),
      () =>
        Effect.sync(() => {
          open -= 1
        })
    )
    const verdict = await proveStore({ ...memory, open: () => acquired, seed: 1, runs: 1 })
    expect([verdict.state, open]).toEqual(["passed", 0])
  })
})

describe("a skip", () => {
  const rows: readonly (readonly [string, Subject["skip"], string])[] = [
    ["of no case", { "facts/never": "why" }, "no such case"],
    ["without a reason", { [optional]: " " }, "needs a reason"],
    ["of money", { "counters/keep-a-maximum": "slow" }, "cannot be skipped"],
    ["of racers", { "racers/one-writes-a-version": "slow" }, "cannot be skipped"],
    ["of tenants", { "tenants/see-only-their-own": "one tenant" }, "cannot be skipped"]
  ]
  it.each(rows)("%s is refused before any case runs", async (_what, skip, message) => {
    const subject = { ...memory, skip: skip ?? {} }
    await expect(proveStore(subject)).rejects.toThrow(message)
    expect(() => describeStore(subject, { describe: (_name, body) => body(), it: () => {} })).toThrow(message)
  })
})

it("a run of some cases only is incomplete", async () => {
  const bodies: (() => Promise<void>)[] = []
  const lines: string[] = []
  describeStore(memory, {
    describe: (_name, body) => body(),
    it: (name, body) => {
      if (name === "verdict" || name.startsWith("facts/")) bodies.push(body)
    },
    report: ({ state }) => void lines.push(state)
  })
  for (const body of bodies) await body()
  expect(lines).toEqual(["incomplete"])
})
