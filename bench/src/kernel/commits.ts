// The whole way: a door, the combiner, the memory store, the answer; by how many callers ask at once.
import { memoryStore } from "@goodword/adapter-memory"
import { Goodword } from "@goodword/core/promise"
import { progress, type Recorder } from "../measure/figures.ts"
import { median } from "../measure/timing.ts"
import { compiled } from "./world.ts"

const rounds = 5
const commandsPerRound = 4096

/** Friends who click and then order: two commands each, both of which wait for their commit. */
const open = async () => {
  const goodword = await Goodword.open({ store: memoryStore(), programs: [compiled.program], pollMs: 0 })
  const codes: string[] = []
  for (let i = 0; i < 64; i++) codes.push((await goodword.enroll({ customer: `advocate-${i}` })).code)
  let friends = 0
  const converts = async (): Promise<void> => {
    const n = friends++
    const visitor = `v-${n}`
    await goodword.touch({ code: codes[n % codes.length] ?? "", visitor })
    const paid = await goodword.orderPaid({
      order: `ord-${n}`,
      customer: `cus-${n}`,
      visitor,
      country: "US",
      total: "80.00 USD"
    })
    if (paid.rewards.length !== 5) throw new Error(`order ${n} earned ${paid.rewards.length} rewards, not 5`)
  }
  return { goodword, converts }
}

const round = async (converts: () => Promise<void>, callers: number): Promise<number> => {
  let left = commandsPerRound / 2
  const caller = async (): Promise<void> => {
    while (left-- > 0) await converts()
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  return commandsPerRound / ((performance.now() - start) / 1000)
}

export const commitFigures = async (record: Recorder): Promise<void> => {
  const worlds = []
  for (const callers of [1, 32, 256]) worlds.push({ callers, speeds: [] as number[], ...(await open()) })
  for (let i = 0; i <= rounds; i++) {
    for (const world of worlds) {
      const speed = await round(world.converts, world.callers)
      progress(`commits by ${world.callers} callers: ${speed.toFixed(0)} commands/s`)
      if (i > 0) world.speeds.push(speed)
    }
  }
  for (const { callers, goodword, speeds } of worlds) {
    record.add({ name: `memory.commits.${callers}`, value: median(speeds), unit: "commands/s" })
    await goodword.close()
  }
}
