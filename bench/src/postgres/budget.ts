// What it costs that all conversions charge one budget, rather than each of 64 programs its own; and the same with two
// engines, each with connections of its own, as two processes would be.
import { progress, type Recorder } from "../measure/figures.ts"
import { median } from "../measure/timing.ts"
import { openShop, pour, type Shop } from "./shop.ts"
import { type Scale, storeOn, type World } from "./world.ts"

const callers = 256
const apart = Array.from({ length: 64 }, (_, n) => `apart-${n}`)

export const budgetFigures = async (record: Recorder, world: World, scale: Scale): Promise<void> => {
  for (const engines of [1, 2]) {
    const database = await world.database()
    const stores = []
    for (let n = 0; n < engines; n++) stores.push(await storeOn(database))
    const one = await openShop("one", stores, ["one"])
    const many = await openShop("many", stores, apart)
    const name = `postgres.hot-budget${engines === 1 ? "" : ".two-engines"}`
    const lost = await loss(name, one, many, scale)
    record.add({ name, value: lost, unit: "%" })
    await one.close()
    await many.close()
    for (const store of stores) await store.close()
    await database.drop()
  }
}

/** The share of throughput that is lost, in percent: the median over neighbouring slices. */
const loss = async (name: string, one: Shop, many: Shop, { pairs, seconds }: Scale): Promise<number> => {
  let speed = (await pour(one, callers, callers * 20)).perSecond
  await pour(many, callers, callers * 20)
  const lost: number[] = []
  for (let pair = 1; pair <= pairs; pair++) {
    const together = await pour(one, callers, Math.ceil(speed * seconds))
    const each = await pour(many, callers, Math.ceil(speed * seconds))
    speed = together.perSecond
    lost.push((1 - together.perSecond / each.perSecond) * 100)
    progress(
      `${name}, ${pair} of ${pairs}: one budget ${together.perSecond.toFixed(0)}, budgets apart ${each.perSecond.toFixed(0)} conversions/s`
    )
  }
  return median(lost)
}
