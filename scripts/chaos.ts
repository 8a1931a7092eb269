// `npm run chaos`: callers pour into a shop while its process and its database server are killed, again and again; then
// every answer that a caller got must still hold. Flags: --store postgres|embedded, --rounds N, --seed N, --callers N,
// --bin FOLDER (of an installed PostgreSQL). Ends with 1 on any loss.
import { parseArgs } from "node:util"
import { chaos, type Options, type Round } from "./chaos/rounds.ts"

const { values } = parseArgs({
  options: {
    store: { type: "string", default: "postgres" },
    rounds: { type: "string", default: "20" },
    seed: { type: "string" },
    callers: { type: "string", default: "32" },
    bin: { type: "string" }
  }
})

const count = (name: "rounds" | "seed" | "callers", text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} ${text}: give a whole number from 1 on`)
  return value
}

const { store } = values
if (store !== "postgres" && store !== "embedded") throw new Error(`--store ${store}: give postgres or embedded`)

const line = ({ answers, books, events, faults, kept, round, settled, victim }: Round): string =>
  [
    `round ${round}: killed the ${victim === "both" ? "server and the process" : victim}`,
    `${answers} answers`,
    `${kept} asked again`,
    `${settled} cut off and settled`,
    `${events} events`,
    books,
    faults.length === 0 ? "all kept" : `${faults.length} faults`
  ].join(", ")

const options: Options = {
  store,
  rounds: count("rounds", values.rounds),
  seed: count("seed", values.seed ?? String((Date.now() % 1_000_000) + 1)),
  callers: count("callers", values.callers),
  ...(values.bin === undefined ? {} : { bin: values.bin }),
  tell: (round) => console.log(line(round))
}

const { answers, events, faults, folder, rounds } = await chaos(options)
const what = `${store}, seed ${options.seed}: ${rounds.length} kills, ${answers} answers, ${events} events`
if (faults.length === 0) {
  console.log(`chaos ${what}, nothing lost, nothing doubled`)
} else {
  for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`)
  console.error(
    `chaos ${what}, ${faults.length} faults in round ${rounds.length}; what was asked, answered and said is in ${folder}`
  )
  process.exitCode = 1
}
