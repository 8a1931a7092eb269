// `npm run mutation`: breaks the modules that handle money, one place at a time, and looks whether a test notices.
// `npm run mutation -- refunds` breaks one module; without changes since, its last verdicts are taken over (incremental).
//
// Files are changed in place while it runs and put back at its end: commit first. Ends with 1 where less than 90 % of the
// faults were noticed.
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { modules } from "./mutation/modules.ts"

const root = join(import.meta.dirname, "..")
const wanted = 90

interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: { readonly line: number; readonly column: number } }
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>
}

/** Faults that a test noticed, and all that it could have noticed. */
interface Score {
  readonly name: string
  readonly noticed: number
  readonly all: number
  readonly survivors: readonly string[]
}

const isClean = execFileSync("git", ["status", "--porcelain", "packages/core/src"], { cwd: root }).length === 0
if (!isClean) throw new Error("packages/core/src has changes: commit them first, since files are broken in place")

const asked = process.argv.slice(2)
const chosen = Object.entries(modules).filter(([name]) => asked.length === 0 || asked.includes(name))
if (chosen.length === 0) throw new Error(`no module ${asked.join(", ")}; there are: ${Object.keys(modules).join(", ")}`)

const scores: Score[] = []
for (const [i, [name, { files, tests }]] of chosen.entries()) {
  console.log(`\n${i + 1} of ${chosen.length}: ${name} (${files.join(", ")})`)
  scores.push(break_(name, files, tests))
}

for (const { all, name, noticed, survivors } of scores) {
  for (const survivor of survivors) console.log(`  survived  ${survivor}`)
  console.log(`figure mutation.${name} ${percent(noticed, all)} % (${noticed} of ${all})`)
}
const noticed = scores.reduce((sum, score) => sum + score.noticed, 0)
const all = scores.reduce((sum, score) => sum + score.all, 0)
console.log(`figure mutation.score ${percent(noticed, all)} % (${noticed} of ${all}, wanted ${wanted})`)
process.exitCode = noticed * 100 >= all * wanted ? 0 : 1

function percent(part: number, whole: number): string {
  return whole === 0 ? "100.0" : ((part / whole) * 100).toFixed(1)
}

function break_(name: string, files: readonly string[], tests: readonly string[]): Score {
  const folder = join(root, ".reports", "mutation")
  mkdirSync(folder, { recursive: true })
  const report = join(folder, `${name}.json`)
  const run = spawnSync(
    join(root, "mutation/node_modules/.bin/stryker"),
    [
      "run",
      "mutation/stryker.config.json",
      "--mutate",
      files.map((file) => `packages/core/src/domain/${file}`).join(","),
      "--incremental",
      "--incrementalFile",
      report
    ],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, GOODWORD_MUTATION_TESTS: tests.join(","), GOODWORD_SEED: "1", GOODWORD_LAW_RUNS: "25" }
    }
  )
  if (run.status !== 0 || !existsSync(report)) throw new Error(`${name}: the run itself failed, see above`)
  return scoreOf(name, JSON.parse(readFileSync(report, "utf8")) as Report)
}

/** What never ran or does not compile says nothing about the tests. */
function scoreOf(name: string, report: Report): Score {
  const survivors: string[] = []
  let noticed = 0
  let all = 0
  for (const [file, { mutants }] of Object.entries(report.files)) {
    for (const { location, mutatorName, replacement, status } of mutants) {
      if (status === "Ignored" || status === "CompileError") continue
      all++
      if (status === "Killed" || status === "Timeout") noticed++
      else survivors.push(`${file}:${location.start.line}:${location.start.column} ${mutatorName} ${replacement ?? ""}`)
    }
  }
  return { name, noticed, all, survivors }
}
