// `npm run mutation`: breaks the modules that handle money, one place at a time, and looks whether a test notices.
// `npm run mutation -- refunds caps` breaks some of them. Verdicts are kept in .reports/mutation, so that a second run
// tries what has changed in a module and its tests; flags go to Stryker, as `--force` does, which tries all of it again.
//
// Files are changed in place while it runs and put back at its end: commit first. Ends with 1 where a module has less than
// 90 %; what was not noticed is printed, and written to .reports/mutation/survivors.txt.
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { equivalents } from "./mutation/equivalents.ts"
import { modules } from "./mutation/modules.ts"
import { type Report, type Score, scoreOf } from "./mutation/score.ts"

const root = join(import.meta.dirname, "..")
const folder = join(root, ".reports", "mutation")
const domain = join(root, "packages/core/src/domain")
const wanted = 90

const isClean = execFileSync("git", ["status", "--porcelain", "packages/core/src"], { cwd: root }).length === 0
if (!isClean) throw new Error("packages/core/src has changes: commit them first, since files are broken in place")

for (const { code, file } of equivalents) {
  const isThere = readFileSync(join(domain, file), "utf8").includes(code)
  if (!isThere) throw new Error(`scripts/mutation/equivalents.ts: ${file} has no ${code} any more`)
}

const flagsFrom = process.argv.findIndex((one, i) => i > 1 && one.startsWith("-"))
const asked = process.argv.slice(2, flagsFrom < 0 ? undefined : flagsFrom)
const flags = flagsFrom < 0 ? [] : process.argv.slice(flagsFrom)
const unknown = asked.filter((name) => !(name in modules))
if (unknown.length > 0)
  throw new Error(`no module ${unknown.join(", ")}; there are: ${Object.keys(modules).join(", ")}`)
const chosen = Object.entries(modules).filter(([name]) => asked.length === 0 || asked.includes(name))

mkdirSync(folder, { recursive: true })
const scores = chosen.map(([name, { files, tests }], i) => {
  console.log(`\n${i + 1} of ${chosen.length}: ${name} (${files.join(", ")})`)
  return break_(name, files, tests)
})

const survivors = scores.flatMap((score) => score.survivors)
writeFileSync(join(folder, "survivors.txt"), survivors.map((one) => `${one}\n`).join(""))
for (const survivor of survivors) console.log(`survived  ${survivor}`)
for (const { all, equal, name, noticed } of scores) {
  const besides = equal.length === 0 ? "" : `; ${equal.length} change nothing`
  console.log(`figure mutation.${name} ${percent(noticed, all)} % (${noticed} of ${all}${besides})`)
}
const tooFew = scores.filter(({ all, noticed }) => noticed * 100 < all * wanted).map(({ name }) => name)
if (tooFew.length > 0)
  console.log(`Less than ${wanted} %: ${tooFew.join(", ")}. Each survivor wants a test, or simpler code.`)
process.exitCode = tooFew.length > 0 ? 1 : 0

function percent(part: number, whole: number): string {
  return whole === 0 ? "100.0" : ((part / whole) * 100).toFixed(1)
}

function break_(name: string, files: readonly string[], tests: readonly string[]): Score {
  const report = join(folder, `${name}.json`)
  const mutate = files.map((file) => `packages/core/src/domain/${file}`).join(",")
  const run = spawnSync(
    join(root, "mutation/node_modules/.bin/stryker"),
    ["run", "mutation/stryker.config.json", "--mutate", mutate, "--incremental", "--incrementalFile", report, ...flags],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, GOODWORD_MUTATION_TESTS: tests.join(","), GOODWORD_SEED: "1", GOODWORD_LAW_RUNS: "25" }
    }
  )
  if (run.status !== 0 || !existsSync(report)) throw new Error(`${name}: the run itself failed, see above`)
  return scoreOf(name, JSON.parse(readFileSync(report, "utf8")) as Report)
}
