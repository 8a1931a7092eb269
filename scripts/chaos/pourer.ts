// The process that is killed: started as `pourer.ts ORDERS`, it opens engines over a store and lets callers pour into
// them until it is told to end (SIGTERM), or is not asked.
import { setTimeout } from "node:timers/promises"
import { Goodword } from "../../packages/core/src/promise.ts"
import { askDoor, type Call, isRefusal, type Material, nextCalls, noMaterial, note, tagged } from "./calls.ts"
import { type Chance, chance } from "./chance.ts"
import { type Line, reader, writer } from "./journal.ts"
import { clockFrom, program } from "./shop.ts"
import { openStores, type Place } from "./stores.ts"

export interface Orders {
  readonly place: Place
  readonly journal: string
  readonly seed: number
  readonly round: number
  readonly callers: number
  /** When the run began. */
  readonly origin: number
}

const pour = async ({ callers, journal, origin, place, round, seed }: Orders): Promise<void> => {
  const material = remembered(journal)
  const { write } = writer(journal)
  let isOver = false
  let asks = 0
  process.on("SIGTERM", () => {
    isOver = true
  })
  // Whoever started this is gone: nobody would ever end it.
  process.stdin.on("end", () => process.exit(1)).resume()
  const { close, stores } = await openStores(place)
  const engines = await Promise.all(
    stores.map((store) => Goodword.open({ store, programs: [program], clock: clockFrom(origin), pollMs: 50 }))
  )
  const ask = async (goodword: Goodword, call: Call): Promise<void> => {
    const id = `${round}.${asks++}`
    write({ is: "asked", id, call })
    note(material, call)
    const line = await outcomeOf(goodword, id, call)
    write(line)
    if (line.is === "answered") note(material, call, line.answer)
    // What is away comes back sooner or later; each call that is cut off has to be settled afterwards.
    if (line.is === "failed") await setTimeout(100)
  }
  const caller = async (n: number): Promise<void> => {
    const own: Chance = chance(seed, round, n)
    const goodword = engines[n % engines.length]
    for (let i = 0; goodword !== undefined && !isOver; i++) {
      for (const call of nextCalls(own, material, `r${round}c${n}n${i}`)) await ask(goodword, call)
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, n) => caller(n)))
  for (const goodword of engines) await goodword.close()
  await close()
  process.exit(0)
}

/** What earlier rounds left to edit, to give back and to ask again. */
const remembered = (journal: string): Material => {
  const material = noMaterial()
  const calls = new Map<string, Call>()
  for (const line of reader(journal).read().slice(-4_000)) {
    if (line.is === "asked") calls.set(line.id, line.call)
    const call = calls.get(line.id)
    if (line.is === "answered" && call !== undefined) note(material, call, line.answer)
  }
  return material
}

const outcomeOf = async (goodword: Goodword, id: string, call: Call): Promise<Line> => {
  try {
    return { is: "answered", id, answer: await askDoor(goodword, call) }
  } catch (error) {
    const { message, tag } = tagged(error)
    return isRefusal(error) ? { is: "refused", id, tag } : { is: "failed", id, tag, message }
  }
}

await pour(JSON.parse(process.argv[2] ?? "") as Orders)
