// The engine against pgbench, slice by slice in turn (A B A B ...): whatever slows the machine down slows both, and the
// ratio is the median of the ratios of neighbours. Processor time for each conversion stands beside it: of Node, of the
// server, and of the server under pgbench. It says the same on a machine that has other things to do.
import { progress, type Recorder } from "../measure/figures.ts"
import { ownMs, serverMs } from "../measure/processor.ts"
import { median } from "../measure/timing.ts"
import { preparePeer } from "./peer.ts"
import { assertPgbench, batch, clientsMax, oneFunction, type Peer, runFor, type Script, statements } from "./pgbench.ts"
import { openShop, pour, type Shop, type Slice, stock } from "./shop.ts"
import { connect, type Scale, storeOn, type World } from "./world.ts"

/** Callers at once, and the scripts that they are measured against. */
const figures = [
  { callers: 256, scripts: [statements, oneFunction, batch] },
  { callers: 32, scripts: [statements] },
  { callers: 8, scripts: [statements] },
  { callers: 1, scripts: [statements] }
] as const

export const ratioFigures = async (record: Recorder, world: World, scale: Scale): Promise<void> => {
  await assertPgbench()
  const database = await world.database()
  const store = await storeOn(database)
  const shop = await openShop("ratio", [store])
  const peer = await preparePeer(database, shop)
  const client = await connect(database)
  const sides: Sides = { shop, peer, server: () => serverMs(client) }
  for (const { callers, scripts } of figures) await measure(record, sides, callers, scripts, scale)
  await client.end()
  await shop.close()
  await store.close()
  await database.drop()
}

interface Sides {
  readonly shop: Shop
  readonly peer: Peer
  /** Processor time of the server up to now. */
  readonly server: () => Promise<number>
}

/** A slice, and what one conversion of it cost in processor time. */
interface Costed extends Slice {
  readonly nodeMs: number
  readonly serverMs: number
}

const pourCosted = async ({ server, shop }: Sides, callers: number, count: number): Promise<Costed> => {
  await stock(shop, count)
  const before = { node: ownMs(), server: await server() }
  const slice = await pour(shop, callers, count)
  return {
    ...slice,
    nodeMs: (ownMs() - before.node) / count,
    serverMs: ((await server()) - before.server) / count
  }
}

interface Other {
  readonly perSecond: number
  readonly serverMs: number
}

const runCosted = async ({ peer, server }: Sides, script: Script, clients: number, seconds: number): Promise<Other> => {
  const before = await server()
  const perSecond = await runFor(peer, script, clients, seconds)
  return { perSecond, serverMs: ((await server()) - before) / (perSecond * seconds) }
}

/** Each of the peer's slices stands behind one of the engine's. */
const measure = async (
  record: Recorder,
  sides: Sides,
  callers: number,
  scripts: readonly Script[],
  { pairs, seconds }: Scale
): Promise<void> => {
  const clients = new Map<Script, number>()
  for (const script of scripts) clients.set(script, await bestClients(sides.peer, script, callers))
  let speed = (await pour(sides.shop, callers, callers * 20)).perSecond
  const slices: Costed[] = []
  const peers = new Map<Script, Other[]>(scripts.map((script) => [script, []]))
  for (let pair = 1; pair <= pairs; pair++) {
    const slice = await pourCosted(sides, callers, Math.ceil(speed * seconds))
    speed = slice.perSecond
    slices.push(slice)
    for (const script of scripts) {
      peers.get(script)?.push(await runCosted(sides, script, clients.get(script) ?? 1, seconds))
    }
    const told = scripts.map((script) => `${script.file} ${peers.get(script)?.at(-1)?.perSecond.toFixed(0)}`).join(", ")
    progress(`${callers} callers, ${pair} of ${pairs}: ${speed.toFixed(0)} conversions/s; ${told}`)
  }
  tell(record, callers, slices, peers)
}

const tell = (
  record: Recorder,
  callers: number,
  slices: readonly Costed[],
  peers: ReadonlyMap<Script, readonly Other[]>
): void => {
  record.add({
    name: `postgres.${callers}`,
    value: median(slices.map(({ perSecond }) => perSecond)),
    unit: "conversions/s"
  })
  const unit = "ms/conversion"
  record.add({ name: `postgres.${callers}.cpu-node`, value: median(slices.map(({ nodeMs }) => nodeMs)), unit })
  record.add({ name: `postgres.${callers}.cpu-server`, value: median(slices.map(({ serverMs }) => serverMs)), unit })
  for (const [script, others] of peers) {
    const name = script.file.replace(".sql", "")
    const speed = median(others.map(({ perSecond }) => perSecond))
    const ratio = median(others.map((other, i) => (slices[i]?.perSecond ?? 0) / other.perSecond))
    const cost = median(others.map((other) => other.serverMs))
    record.add({ name: `postgres.${callers}.pgbench-${name}`, value: speed, unit: "conversions/s" })
    record.add({ name: `postgres.${callers}.x-${name}`, value: ratio, unit: "x" })
    record.add({ name: `postgres.${callers}.pgbench-${name}.cpu-server`, value: cost, unit })
  }
  const waits = slices.flatMap(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number): number => waits[Math.floor(waits.length * share)] ?? Number.NaN
  record.add({ name: `postgres.${callers}.p50`, value: at(0.5), unit: "ms" })
  record.add({ name: `postgres.${callers}.p99`, value: at(0.99), unit: "ms" })
}

/** The number of clients with which pgbench is fastest here, and never more than the engine has callers. */
const bestClients = async (peer: Peer, script: Script, callers: number): Promise<number> => {
  let best = { clients: 1, perSecond: 0 }
  for (const clients of [1, 2, 4, 8, 16, clientsMax]) {
    if (clients > callers) break
    const perSecond = await runFor(peer, script, clients, 1)
    if (perSecond > best.perSecond) best = { clients, perSecond }
  }
  progress(`${script.file} is fastest with ${best.clients} clients: ${best.perSecond.toFixed(0)} conversions/s`)
  return best.clients
}
