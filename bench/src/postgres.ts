// The speed of the Postgres store against pgbench on the same server: `npm run bench -- postgres`. Names as arguments run
// only those parts; flags make it shorter: `npm run bench -- postgres ratios --seconds 1 --pairs 2 --events 100000`.
import { parseArgs } from "node:util"
import { recorder } from "./measure/figures.ts"
import { budgetFigures } from "./postgres/budget.ts"
import { embeddedFigures } from "./postgres/embedded.ts"
import { flatnessFigures } from "./postgres/flatness.ts"
import { ratioFigures } from "./postgres/ratios.ts"
import { openWorld } from "./postgres/world.ts"

const parts = { ratios: ratioFigures, budget: budgetFigures, flatness: flatnessFigures, embedded: embeddedFigures }
const { positionals, values } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "3" },
    pairs: { type: "string", default: "7" },
    events: { type: "string", default: "5000000" }
  }
})

const scaleOf = (name: keyof typeof values): number => {
  const value = Number(values[name])
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} ${values[name]}: give a whole number from 1 on`)
  return value
}

const scale = { seconds: scaleOf("seconds"), pairs: scaleOf("pairs"), events: scaleOf("events") }
const record = recorder("postgres")
const world = await openWorld()
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (positionals.length === 0 || positionals.includes(name)) await measure(record, world, scale)
  }
} finally {
  await world.server.drop()
}
if (positionals.length === 0) record.write()
