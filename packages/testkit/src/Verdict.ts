/** What a run of the suite comes to: one line for a README, and an object that can be written as JSON. */
import manifest from "@goodword/core/package.json" with { type: "json" }
import { version } from "./_version.ts"
import type { Area, Case } from "./Case.ts"

export interface Failed {
  readonly id: string
  readonly message: string
}

export interface Left {
  readonly id: string
  readonly reason: string
}

export interface Count {
  readonly area: Area
  readonly passed: number
  readonly total: number
}

export interface Verdict {
  /** `incomplete`: nothing failed, but not everything that must be proved was. */
  readonly state: "passed" | "incomplete" | "failed"
  readonly line: string
  readonly store: string
  readonly versions: {
    readonly core: string
    readonly testkit: string
    /** Absent where something else runs it. */
    readonly node?: string
  }
  /** Repeats the random cases. */
  readonly seed: number
  readonly passed: number
  readonly total: number
  readonly areas: readonly Count[]
  readonly failed: readonly Failed[]
  readonly skipped: readonly Left[]
  /** What did not run although nobody skipped it: a hook is missing, or the runner was told to leave it out. */
  readonly unproved: readonly Left[]
}

export interface Run {
  readonly store: string
  readonly seed: number
  readonly cases: readonly Case[]
  /** The outcome of each case that ran: `undefined` where it passed, else what it said. */
  readonly outcomes: ReadonlyMap<string, string | undefined>
  readonly skip: Readonly<Record<string, string>>
  readonly unproved: ReadonlyMap<string, string>
}

const tail = (items: readonly Left[], word: string): string =>
  items.length === 0 ? "" : `, ${word}: ${items.map(({ id, reason }) => `${id} (${reason})`).join("; ")}`

const node = (globalThis as { readonly process?: { readonly versions?: { readonly node?: string } } }).process?.versions
  ?.node

const versions: Verdict["versions"] = {
  core: manifest.version,
  testkit: version,
  ...(node === undefined ? {} : { node })
}

const areasOf = (cases: readonly Case[], outcomes: Run["outcomes"]): readonly Count[] =>
  [...new Set(cases.map(({ area }) => area))].map((area) => {
    const all = cases.filter((one) => one.area === area)
    const passed = all.filter(({ id }) => outcomes.has(id) && outcomes.get(id) === undefined).length
    return { area, passed, total: all.length }
  })

export const of = ({ cases, outcomes, seed, skip, store, unproved: missing }: Run): Verdict => {
  const failed = [...outcomes].flatMap(([id, message]) => (message === undefined ? [] : [{ id, message }]))
  const passed = outcomes.size - failed.length
  const skipped = Object.entries(skip).map(([id, reason]) => ({ id, reason }))
  const unproved = cases
    .filter(({ id }) => !outcomes.has(id) && skip[id] === undefined)
    .map(({ id }) => ({ id, reason: missing.get(id) ?? "did not run" }))
  const state = failed.length > 0 ? "failed" : unproved.length > 0 ? "incomplete" : "passed"
  const word = state === "passed" ? "" : `${state}, `
  const counts = `conformance: ${word}core ${versions.core}, ${passed}/${cases.length}, seed ${seed}`
  const names = failed.length === 0 ? "" : `, failed: ${failed.map(({ id }) => id).join("; ")}`
  const line = `${counts}${names}${tail(unproved, "unproved")}${tail(skipped, "skipped")}`
  const areas = areasOf(cases, outcomes)
  return { state, line, store, versions, seed, passed, total: cases.length, areas, failed, skipped, unproved }
}
