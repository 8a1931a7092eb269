// The embedded store, with its data in a folder.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { embeddedStore } from "@goodword/adapter-postgres/embedded"
import { progress, type Recorder } from "../measure/figures.ts"
import { median } from "../measure/timing.ts"
import { openShop, pour } from "./shop.ts"
import type { Scale, World } from "./world.ts"

const callers = 256

export const embeddedFigures = async (record: Recorder, _: World, { pairs, seconds }: Scale): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "goodword-bench-"))
  const store = await embeddedStore({ folder })
  const shop = await openShop("embedded", [store])
  let speed = (await pour(shop, callers, callers * 4)).perSecond
  const speeds: number[] = []
  for (let slice = 1; slice <= pairs; slice++) {
    speed = (await pour(shop, callers, Math.ceil(speed * seconds))).perSecond
    speeds.push(speed)
    progress(`embedded, ${slice} of ${pairs}: ${speed.toFixed(0)} conversions/s`)
  }
  record.add({ name: `pglite.${callers}`, value: median(speeds), unit: "conversions/s" })
  await shop.close()
  await store.close()
  rmSync(folder, { recursive: true })
}
