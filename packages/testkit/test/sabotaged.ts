/** The memory store with a planted bug in front of it, and the verdicts of single cases about it. */
import type { Store } from "@goodword/core"
import { cases, describeStore, type Subject, type Through } from "@goodword/testkit"
import { type FaultyMemory, faultyMemory, memory } from "./faulty-memory.ts"

interface Sabotaged extends Store.StoreShape {
  readonly inner: FaultyMemory
}

/** Each handle gets the bug anew, as each process has its own memory. */
const sabotaged = (through: Through): Subject<Sabotaged> => {
  const { faults, peek } = memory
  if (faults === undefined) throw new Error("the memory store of these tests has its fault hooks")
  return {
    name: "a saboteur",
    seed: 7312,
    runs: 20,
    open: () => {
      const inner = faultyMemory()
      return { ...through(inner), inner }
    },
    peek: ({ inner }) => peek(inner),
    another: ({ inner }) => through(inner),
    faults: ({ inner }) => faults(inner)
  }
}

/** What the named cases say of a saboteur: those that it passes are absent. */
export const caught = async (
  through: Through,
  isWanted: (id: string) => boolean
): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>()
  // Described anew for each case, which is then asked though a simpler one has failed.
  for (const { id } of cases) {
    if (!isWanted(id)) continue
    const bodies: (() => Promise<void>)[] = []
    const it = (name: string, body: () => Promise<void>) => name === id && bodies.push(body)
    describeStore(sabotaged(through), { describe: (_name, body) => body(), it })
    for (const body of bodies) await body().catch((error: Error) => found.set(id, error.message))
  }
  return found
}
