// `npm run test:laws -- --runs 5000`: every law as a property, as often as said; for nights. Each test of a law has its
// number in its name. --law 27 runs one of them; --seed N repeats a run.
import { spawnSync } from "node:child_process"
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { complaint, namesOf, type Report } from "./laws/law-names.ts"

const { values } = parseArgs({
  options: { runs: { type: "string", default: "1000" }, law: { type: "string" }, seed: { type: "string" } }
})

const whole = (name: string, text: string): string => {
  if (!/^[1-9]\d*$/u.test(text)) throw new Error(`--${name} ${text}: give a whole number from 1 on`)
  return text
}

const law = values.law === undefined ? undefined : Number(whole("law", values.law))
// Files without the word cannot have it in a name, and take most of the time to load.
const files = globSync("{packages,examples,docs,scripts,bench}/**/*.test.ts", {
  exclude: (name) => name.includes("node_modules")
}).filter((file) => /\blaws?\b/u.test(readFileSync(file, "utf8")))
const folder = mkdtempSync(join(tmpdir(), "goodword-laws-"))
const report = join(folder, "report.json")
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
const run = spawnSync("vitest", ["run", "--testTimeout=0", "-t", namesOf(law), ...reporters, ...files], {
  stdio: "inherit",
  env: {
    ...process.env,
    GOODWORD_RUNS: whole("runs", values.runs),
    GOODWORD_UNHURRIED: "1",
    ...(values.seed === undefined ? {} : { GOODWORD_SEED: whole("seed", values.seed) })
  }
})
const told = existsSync(report) ? complaint(JSON.parse(readFileSync(report, "utf8")) as Report, law) : undefined
rmSync(folder, { recursive: true })
if (told !== undefined) console.error(told)
process.exitCode = run.status === 0 && told !== undefined ? 1 : (run.status ?? 1)
