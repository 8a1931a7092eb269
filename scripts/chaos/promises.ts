// What was promised to callers, by call: the answer, and how often it was given as new.
import { createHash } from "node:crypto"
import type { Call } from "./calls.ts"
import type { Line } from "./journal.ts"

export interface Promised {
  readonly call: Call
  /** Of the answer; absent as long as nobody knows whether it was done. */
  digest?: string
  /** How many callers were told that it was done for them, and not before. */
  fresh: number
}

export interface Promises {
  readonly take: (line: Line) => void
  /** By call, in the order in which they were first asked. */
  readonly all: () => readonly Promised[]
  readonly answered: () => number
  /** What callers were told that cannot all be true. */
  readonly contradictions: readonly string[]
}

/** With these a caller asks again; anything else is a bug. */
const mayBeDone: ReadonlySet<string> = new Set(["StoreError", "DirectoryError", "Contended", "Closed"])

export const promises = (): Promises => {
  const known = new Map<string, Promised>()
  const asked = new Map<string, Promised>()
  const contradictions: string[] = []
  let answers = 0
  return {
    contradictions,
    all: () => [...known.values()],
    answered: () => answers,
    take: (line) => {
      if (line.is === "asked") {
        const name = canonical(line.call)
        const promised = known.get(name) ?? { call: line.call, fresh: 0 }
        known.set(name, promised)
        asked.set(line.id, promised)
        return
      }
      if (line.is === "failed" && !mayBeDone.has(line.tag)) {
        contradictions.push(`a call failed with ${line.tag}, which no caller can act on: ${line.message}`)
      }
      if (line.is !== "answered") return
      answers++
      const promised = asked.get(line.id)
      if (promised === undefined) throw new Error(`an answer to ${line.id}, which nobody asked`)
      const { digest, isFresh } = told(line.answer)
      if (promised.digest !== undefined && promised.digest !== digest) {
        contradictions.push(`two answers to ${canonical(promised.call)}: ${canonical(line.answer)} is the second`)
      }
      promised.digest = digest
      if (isFresh) promised.fresh++
      if (promised.fresh > 1) contradictions.push(`done twice: ${canonical(promised.call)}`)
    }
  }
}

/** An answer without whether it was given before, which stands apart. */
export const told = (answer: unknown): { readonly digest: string; readonly isFresh: boolean } => {
  const { isReplayed, ...rest } = answer as { readonly isReplayed?: boolean }
  return { digest: createHash("sha256").update(canonical(rest)).digest("base64"), isFresh: isReplayed === false }
}

/** As text with the fields in order: databases keep the order of fields as they like. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value))

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]))
}
