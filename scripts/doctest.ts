// If it is in the docs, it ran. Takes the code of README.md, docs/, packages/*/README.md and of every `@example`,
// type-checks all of it, runs what is not marked `no-run: why`, and compares each `// => value`. Commands in `sh`
// fences must name scripts that exist, and links must lead somewhere.
import { spawnSync } from "node:child_process"
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, sep } from "node:path"
import { type Fence, fencesOfMarkdown, fencesOfSource } from "./doctest/fences.ts"
import { commandFaultsOf, type Fault, linkFaultsOf } from "./doctest/links.ts"
import { type Module, modulesOf, problemOf, textsOf } from "./doctest/modules.ts"

const root = join(import.meta.dirname, "..")
const folders = join(root, "docs/.doctest")
// A folder for each run: two at once leave each other alone. That of a run that failed stays, to be looked at.
const folder = join(folders, `${process.pid}`)
const only = process.argv.slice(2)

const read = (path: string): string => readFileSync(join(root, path), "utf8")
const pathsOf = (...globs: ReadonlyArray<string>): ReadonlyArray<string> =>
  globSync([...globs], {
    cwd: root,
    exclude: (name) => name === "node_modules" || name === ".doctest" || name === "dist"
  })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => only.length === 0 || only.some((part) => path.includes(part)))
    .sort()

const markdown = pathsOf("*.md", "docs/**/*.md", "packages/*/README.md", "examples/*/README.md", "bench/README.md")
const sources = pathsOf("packages/*/src/**/*.ts")
const fences: ReadonlyArray<Fence> = [
  ...markdown.flatMap((path) => fencesOfMarkdown(path, read(path))),
  ...sources.flatMap((path) => fencesOfSource(path, read(path)))
]
const modules = modulesOf(fences)
const faults: Array<Fault> = []

const fileOf = (module: Module, kind: "" | ".run"): string => join(folder, `${module.name}${kind}.ts`)
/** Line of the module to line of the document. */
const placeOf = (module: Module, line: number): string =>
  `${module.fence.path}:${module.lines[line - 1]?.number ?? module.fence.line}`

const isRunning = (pid: number): boolean => {
  try {
    return Number.isInteger(pid) && process.kill(pid, 0)
  } catch {
    return false
  }
}

const write = (): void => {
  mkdirSync(folders, { recursive: true })
  for (const name of readdirSync(folders)) {
    if (!isRunning(Number(name))) rmSync(join(folders, name), { recursive: true, force: true })
  }
  mkdirSync(folder, { recursive: true })
  // The declarations stand in for those that a dependency forgot.
  const include = ["*.ts", "../../../packages/*/src/*.d.ts"]
  const config = { extends: "../../tsconfig.json", include, exclude: ["*.run.ts"] }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config))
  for (const module of modules) {
    const { plain, checked } = textsOf(module)
    writeFileSync(fileOf(module, ""), plain)
    // The type checker reads the code as it stands; this one only runs.
    if (module.isRun) writeFileSync(fileOf(module, ".run"), checked)
  }
}

const typeCheck = (): void => {
  if (modules.length === 0) return
  const tsc = join(root, "node_modules/typescript/bin/tsc")
  const run = spawnSync(process.execPath, [tsc, "-p", join(folder, "tsconfig.json"), "--pretty", "false"], {
    cwd: root,
    encoding: "utf8"
  })
  let last: Fault | undefined
  for (const text of `${run.stdout}${run.stderr}`.split("\n").filter((line) => line.trim() !== "")) {
    const [, name, line, message] = /^docs\/\.doctest\/\d+\/(\w+)\.ts\((\d+),\d+\): (.*)$/.exec(text) ?? []
    const module = modules.find((candidate) => candidate.name === name)
    if (module !== undefined) {
      last = { at: placeOf(module, Number(line)), message: message ?? "" }
      faults.push(last)
    } else if (last !== undefined && /^\s/.test(text)) faults.push({ ...last, message: text.trim() })
    else faults.push({ at: "types", message: text })
  }
}

interface Ran {
  readonly name: string
  readonly failures: ReadonlyArray<{ readonly line?: number; readonly message: string }>
  readonly printed: string
}

/** One process for all; after an example that ends it, another goes on with the next. */
const resultsOf = (here: ReadonlyArray<Module>): ReadonlyArray<Ran> => {
  if (here.length === 0) return []
  const runner = join(root, "scripts/doctest/runner.ts")
  const files = here.map((module) => fileOf(module, ".run"))
  const run = spawnSync(process.execPath, ["--conditions=goodword-source", runner, ...files], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024
  })
  const results = run.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Ran)
  const ended = here[results.length]
  if (ended === undefined) return results
  const message = `it ended the process with ${run.status ?? run.signal}. ${run.stderr}`.trim()
  return [
    ...results,
    { name: ended.name, failures: [{ message }], printed: "" },
    ...resultsOf(here.slice(results.length + 1))
  ]
}

const faultsIn = (module: Module, { failures, printed }: Ran): ReadonlyArray<Fault> =>
  failures.map(({ line, message }) => {
    const frame = new RegExp(`${module.name}\\.run\\.ts:(\\d+)`).exec(message)?.[1]
    const at = line === undefined ? placeOf(module, Number(frame ?? 1)) : `${module.fence.path}:${line}`
    const words = message.replaceAll(/\n\s+at .*/g, "")
    return { at, message: printed === "" ? words : `${words}\n(it printed) ${printed.trim()}` }
  })

const runAll = (): number => {
  const toRun = modules.filter((module) => module.isRun)
  const results = resultsOf(toRun)
  faults.push(...toRun.flatMap((module, index) => faultsIn(module, results[index] as Ran)))
  return toRun.length
}

for (const fence of fences) {
  const problem = fence.language === "ts" || fence.language === "typescript" ? problemOf(fence) : undefined
  if (problem !== undefined) faults.push({ at: `${fence.path}:${fence.line}`, message: problem })
}
faults.push(...commandFaultsOf(root, fences), ...markdown.flatMap((path) => linkFaultsOf(root, path, read(path))))
write()
typeCheck()
const ran = runAll()
if (faults.length === 0) rmSync(folder, { recursive: true, force: true })

for (const { at, message } of faults) console.log(`${at}\n    ${message.replaceAll("\n", "\n    ")}`)
const failed = new Set(faults.map(({ at }) => at)).size
console.log(
  `${modules.length} examples type-checked, ${ran} of them run, ${markdown.length} pages read: ${failed === 0 ? "all hold" : `${failed} places fail`}.`
)
if (failed > 0) process.exitCode = 1
