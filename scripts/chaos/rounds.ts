// Rounds of pouring, killing and checking. The script `chaos` runs many, a test a few.
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { appendFileSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { Goodword } from "../../packages/core/src/promise.ts"
import { type Server, server } from "../../packages/test-postgres/src/index.ts"
import { type Chance, chance } from "./chance.ts"
import { type Checked, check } from "./check.ts"
import { reader } from "./journal.ts"
import type { Orders } from "./pourer.ts"
import { type Promises, promises } from "./promises.ts"
import { clockFrom, program } from "./shop.ts"
import { openStores, type Place, prepare } from "./stores.ts"

export interface Options {
  readonly store: Place["kind"]
  readonly rounds: number
  readonly seed: number
  readonly callers: number
  /** The folder of an installed PostgreSQL; the one from the registry unless said. */
  readonly bin?: string
  /** Told after each round. */
  readonly tell?: (round: Round) => void
}

/** What a round kills. */
export type Victim = "process" | "server" | "both"

export interface Round extends Checked {
  readonly round: number
  readonly victim: Victim
  /** Answers that callers got in this round. */
  readonly answers: number
}

export interface Outcome {
  readonly rounds: readonly Round[]
  readonly answers: number
  readonly events: number
  /** One sentence each; none where every promise was kept. */
  readonly faults: readonly string[]
  /** Holds what was asked and answered, what the processes said, and the events; kept only where there are faults. */
  readonly folder: string
}

interface World {
  readonly options: Options
  readonly place: Place
  readonly server: Server | undefined
  /** Of this run; kept where there are faults. */
  readonly folder: string
  readonly journal: string
  /** What the pouring processes say. */
  readonly log: string
  readonly origin: number
}

const victims: { readonly [Kind in Place["kind"]]: readonly Victim[] } = {
  postgres: ["process", "server", "both"],
  embedded: ["process"]
}

/** Runs the rounds up to the first that finds a fault. */
export const chaos = async (options: Options): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), "goodword-chaos-"))
  const journal = join(folder, "journal.jsonl")
  const own =
    options.store === "postgres" ? await server(options.bin === undefined ? {} : { bin: options.bin }) : undefined
  const place = await placeOf(folder, own)
  const log = join(folder, "pourer.log")
  const world: World = { options, place, server: own, folder, journal, log, origin: Date.now() }
  const rounds: Round[] = []
  try {
    await prepare(place)
    const lines = reader(journal)
    const known = promises()
    const luck = chance(options.seed)
    while (rounds.length < options.rounds && (rounds.at(-1)?.faults.length ?? 0) === 0) {
      const round = await playRound(world, rounds.length + 1, luck, known, lines)
      rounds.push(round)
      options.tell?.(round)
    }
    const faults = rounds.at(-1)?.faults ?? []
    if (faults.length === 0) rmSync(folder, { recursive: true })
    return { rounds, answers: known.answered(), events: rounds.at(-1)?.events ?? 0, faults, folder }
  } finally {
    await own?.drop()
  }
}

const placeOf = async (folder: string, own: Server | undefined): Promise<Place> => {
  if (own !== undefined) return { kind: "postgres", connectionString: (await own.database()).connectionString }
  const data = join(folder, "data")
  mkdirSync(data)
  return { kind: "embedded", folder: data }
}

const playRound = async (
  world: World,
  round: number,
  luck: Chance,
  known: Promises,
  lines: ReturnType<typeof reader>
): Promise<Round> => {
  const kinds = victims[world.options.store]
  const victim = kinds[(round - 1) % kinds.length] ?? "process"
  const since = known.all().length
  const before = known.answered()
  const answers = (): number => {
    for (const line of lines.read()) known.take(line)
    return known.answered()
  }
  const child = start(world, round)
  try {
    await moreThan(before + 50, answers, child)
    await setTimeout(luck.between(20, 700))
    await strike(world, victim, child, luck, answers)
  } catch (error) {
    if (!(error instanceof NotAlive)) throw error
    return { ...nothingChecked, round, victim, answers: answers() - before, faults: [error.message] }
  } finally {
    child.kill("SIGKILL")
  }
  const told = answers() - before
  const checked = await inspect(world, known, since, luck)
  return { round, victim, answers: told, ...checked, faults: [...known.contradictions, ...checked.faults] }
}

/** The pouring process did not do what a shop does whose database was away for a while. */
class NotAlive extends Error {}

const nothingChecked = { kept: 0, settled: 0, events: 0, books: "not looked at" }

/** Kills; a process whose server was killed has to come back by itself, and then ends in good order. */
const strike = async (
  { server: own }: World,
  victim: Victim,
  child: ChildProcess,
  luck: Chance,
  answers: () => number
): Promise<void> => {
  if (victim === "process") return killed(child)
  await own?.kill()
  await setTimeout(luck.below(300))
  if (victim === "both") {
    await killed(child)
    await own?.start()
    return
  }
  await own?.start()
  await moreThan(answers() + 50, answers, child)
  child.kill("SIGTERM")
  for (let waited = 0; child.exitCode === null; waited += 10) {
    if (waited >= patienceMs) throw new NotAlive(`the pouring process did not end for ${patienceMs} ms when told to`)
    await setTimeout(10)
  }
  if (child.exitCode !== 0) throw new NotAlive(`the pouring process ended with ${child.exitCode} when told to`)
}

const killed = async (child: ChildProcess): Promise<void> => {
  assertLives(child)
  const ended = once(child, "exit")
  child.kill("SIGKILL")
  await ended
}

const assertLives = ({ exitCode }: ChildProcess): void => {
  if (exitCode !== null) throw new NotAlive(`the pouring process ended by itself, with ${exitCode}`)
}

const start = (world: World, round: number): ChildProcess => {
  const { journal, options, origin, place } = world
  const { callers, seed } = options
  const orders: Orders = { place, journal, seed, round, callers, origin }
  const pourer = fileURLToPath(new URL("./pourer.ts", import.meta.url))
  const flags = ["--conditions=goodword-source"]
  const log = openSync(world.log, "a")
  const child = spawn(process.execPath, [...flags, pourer, JSON.stringify(orders)], { stdio: ["pipe", log, log] })
  closeSync(log)
  return child
}

const patienceMs = 60_000

/** Waits until callers have been answered that often. */
const moreThan = async (count: number, answers: () => number, child: ChildProcess): Promise<void> => {
  for (let waited = 0; answers() <= count; waited += 10) {
    assertLives(child)
    if (waited >= patienceMs) throw new NotAlive(`no caller was answered for ${patienceMs} ms`)
    await setTimeout(10)
  }
}

/** Opens the shop as a new process would, and checks it. */
const inspect = async (world: World, known: Promises, since: number, luck: Chance): Promise<Checked> => {
  const { close, stores } = await openStores(world.place)
  const [store] = stores
  if (store === undefined) throw new Error("no store was opened")
  const goodword = await Goodword.open({ store, programs: [program], clock: clockFrom(world.origin), pollMs: 0 })
  try {
    const checked = await check(goodword, known.all(), since, luck)
    if (checked.faults.length > 0) await keepLog(goodword, world.folder)
    return checked
  } finally {
    await goodword.close()
    await close()
  }
}

/** The database goes with its server: whoever looks for the cause of a fault needs the log. */
const keepLog = async (goodword: Goodword, folder: string): Promise<void> => {
  for (let after = 0; ; ) {
    const { events, next } = await goodword.events(after, 1_000)
    if (events.length === 0) return
    const text = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}` : value)
    appendFileSync(join(folder, "events.jsonl"), events.map((event) => `${JSON.stringify(event, text)}\n`).join(""))
    after = next
  }
}
