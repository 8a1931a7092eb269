/** Laws 74 and 129: two stores agree, however many ask them, and a saboteur does not agree with the store behind it. */
import { memoryStore } from "@goodword/adapter-memory"
import type { Store } from "@goodword/core"
import { describeAgreement, saboteurs } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const one = { name: "memory", open: () => memoryStore() }
const { numRuns: runs = 100 } = fc.readConfigureGlobal() ?? {}
const timeoutMs = Math.max(60_000, 600 * runs)

/** Claims of one moment come in any order, so this store agrees. */
const reversed = (store: Store.StoreShape): Store.StoreShape => ({
  ...store,
  outbox: {
    ...store.outbox,
    claim: (tenant, claim) => Effect.map(store.outbox.claim(tenant, claim), (messages) => [...messages].reverse())
  }
})

describe("law 74", () => {
  describeAgreement({ one, other: { ...one, name: "memory again" }, runs, timeoutMs }, { describe, it })

  describeAgreement(
    { one, other: { name: "memory, whose claims are turned round", open: () => reversed(memoryStore()) }, runs: 30 },
    { describe, it }
  )
})

describe("law 129", () => {
  const other = { ...one, name: "memory, asked by three processes in turn", engines: 3 }
  describeAgreement({ one, other, runs, timeoutMs }, { describe, it })
})

const verdictOn = async (id: string): Promise<string> => {
  const through = saboteurs.find((saboteur) => saboteur.id === id)?.through ?? ((store) => store)
  const other = { name: id, open: () => through(memoryStore()) }
  const bodies: (() => Promise<void>)[] = []
  describeAgreement(
    { one, other, seed: 1, runs: 60 },
    { describe: (_, body) => body(), it: (_, body) => bodies.push(body) }
  )
  for (const body of bodies) {
    const message = await body().then(
      () => "",
      (error: Error) => error.message
    )
    if (message !== "") return message
  }
  return "agreed"
}

const rows: readonly (readonly [string, RegExp])[] = [
  ["none", /^agreed$/],
  // What is made under an id of the caller's own cannot be made again.
  ["no-idempotency", /asked again on no-idempotency, compared with memory: |^others kept changing quote\/q-/],
  ["lost-message", /^a message on lost-message, compared with memory: /],
  ["log-by-time", /an event of step \d+, .+ on log-by-time, compared with memory: /],
  ["skipped-event", /differences between log and store on skipped-event|an event of (step|the payday)/],
  // Not even an answer.
  ["tenant-leak", /^others kept changing program\/spring; /]
]

it.each(rows)("%s: the verdict is %s", async (id, verdict) => {
  expect(await verdictOn(id)).toMatch(verdict)
})
