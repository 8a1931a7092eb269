// The engine against pgbench, slice by slice in turn (A B A B ...): whatever slows the machine down slows both, and the
// ratio is the median of the ratios of neighbours.
import { progress, type Recorder } from "../measure/figures.ts"
import { median } from "../measure/timing.ts"
import { preparePeer } from "./peer.ts"
import { assertPgbench, batch, clientsMax, oneFunction, type Peer, runFor, type Script, statements } from "./pgbench.ts"
import { openShop, pour, type Shop, type Slice } from "./shop.ts"
import { type Scale, storeOn, type World } from "./world.ts"

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
  for (const { callers, scripts } of figures) await measure(record, shop, peer, callers, scripts, scale)
  await shop.close()
  await store.close()
  await database.drop()
}

/** Each of the peer's slices stands behind one of the engine's. */
const measure = async (
  record: Recorder,
  shop: Shop,
  peer: Peer,
  callers: number,
  scripts: readonly Script[],
  { pairs, seconds }: Scale
): Promise<void> => {
  const clients = new Map<Script, number>()
  for (const script of scripts) clients.set(script, await bestClients(peer, script, callers))
  let speed = (await pour(shop, callers, callers * 20)).perSecond
  const slices: Slice[] = []
  const peers = new Map<Script, number[]>(scripts.map((script) => [script, []]))
  for (let pair = 1; pair <= pairs; pair++) {
    const slice = await pour(shop, callers, Math.ceil(speed * seconds))
    speed = slice.perSecond
    slices.push(slice)
    for (const script of scripts) {
      peers.get(script)?.push(await runFor(peer, script, clients.get(script) ?? 1, seconds))
    }
    const told = scripts.map((script) => `${script.file} ${peers.get(script)?.at(-1)?.toFixed(0)}`).join(", ")
    progress(`${callers} callers, ${pair} of ${pairs}: ${speed.toFixed(0)} conversions/s; ${told}`)
  }
  record.add({
    name: `postgres.${callers}`,
    value: median(slices.map(({ perSecond }) => perSecond)),
    unit: "conversions/s"
  })
  for (const [script, speeds] of peers) {
    const name = script.file.replace(".sql", "")
    const ratio = median(speeds.map((other, i) => (slices[i]?.perSecond ?? 0) / other))
    record.add({ name: `postgres.${callers}.pgbench-${name}`, value: median(speeds), unit: "conversions/s" })
    record.add({ name: `postgres.${callers}.x-${name}`, value: ratio, unit: "x" })
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
