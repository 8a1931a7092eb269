// `npm run test:laws -- --runs 5000`: every law as a property, as often as said; for nights. Each test of a law has its
// number in its name. --law 27 runs one of them; --seed N repeats a run.
import { spawnSync } from "node:child_process"
import { parseArgs } from "node:util"

const { values } = parseArgs({
  options: { runs: { type: "string", default: "1000" }, law: { type: "string" }, seed: { type: "string" } }
})

const whole = (name: string, text: string): string => {
  if (!/^[1-9]\d*$/u.test(text)) throw new Error(`--${name} ${text}: give a whole number from 1 on`)
  return text
}

const law = values.law === undefined ? "\\d+" : whole("law", values.law)
const run = spawnSync("vitest", ["run", "--testTimeout=0", "-t", `laws? ${law}\\b`], {
  stdio: "inherit",
  env: {
    ...process.env,
    GOODWORD_RUNS: whole("runs", values.runs),
    ...(values.seed === undefined ? {} : { GOODWORD_SEED: whole("seed", values.seed) })
  }
})
process.exitCode = run.status ?? 1
