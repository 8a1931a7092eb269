// `npm run check`: everything besides the tests that must hold before a change goes in. Names of steps as arguments
// run only those: `npm run check -- types docs`.
import { type SpawnSyncReturns, spawnSync } from "node:child_process"
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"

const root = join(import.meta.dirname, "..")
const bin = join(root, "node_modules", ".bin")
const isWindows = process.platform === "win32"

interface Outcome {
  readonly ok: boolean
  readonly output: string
}

interface Step {
  readonly name: string
  readonly what: string
  readonly remedy: string
  readonly run: () => Outcome
}

const outcomeOf = (run: SpawnSyncReturns<string>): Outcome => ({
  ok: run.status === 0,
  output: `${run.stdout ?? ""}${run.stderr ?? ""}${run.error === undefined ? "" : run.error.message}`
})

/** A tool of node_modules/.bin, with that folder first on PATH so that what it starts runs on the same Node. */
const tool = (name: string, args: ReadonlyArray<string>, cwd = root): Outcome =>
  outcomeOf(
    spawnSync(join(bin, name), args, {
      cwd,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      shell: isWindows,
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, NO_COLOR: "1" }
    })
  )

const script = (name: string, ...args: ReadonlyArray<string>): Outcome =>
  tool("node", ["--conditions=goodword-source", join("scripts", name), ...args])

/** Runs them in order up to the first that fails. */
const inOrder = (...parts: ReadonlyArray<() => Outcome>): Outcome => {
  let output = ""
  for (const part of parts) {
    const outcome = part()
    output += outcome.output
    if (!outcome.ok) return { ok: false, output }
  }
  return { ok: true, output }
}

const publishedPackages = (): ReadonlyArray<string> =>
  globSync("packages/*/package.json", { cwd: root })
    .filter((path) => JSON.parse(readFileSync(join(root, path), "utf8")).private !== true)
    .map((path) => join(root, path, ".."))
    .sort()

/** What a stranger gets: built, packed with the manifest of publishing, then read by two judges of packages. */
const packed = (): Outcome => {
  const folder = mkdtempSync(join(tmpdir(), "goodword-pack-"))
  try {
    const one = (directory: string) => (): Outcome => {
      const target = join(folder, directory.slice(root.length).replaceAll(/[\\/]/g, "_"))
      mkdirSync(target)
      const pack = tool("pnpm", ["pack", "--pack-destination", target], directory)
      const tarball = globSync("*.tgz", { cwd: target }).map((name) => join(target, name))[0]
      if (!pack.ok || tarball === undefined) return { ok: false, output: pack.output }
      const noLeak = tool("node", ["-e", readManifest, tarball])
      if (!noLeak.ok) return noLeak
      return inOrder(
        () => tool("publint", ["--strict", tarball]),
        () => tool("attw", ["--profile", "esm-only", "--no-emoji", tarball])
      )
    }
    return inOrder(() => tool("pnpm", ["run", "build"]), ...publishedPackages().map(one))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// The source condition is for this repository; a consumer who set it would run files that type stripping refuses.
const readManifest = `
  const run = require("node:child_process").execFileSync("tar", ["-xzOf", process.argv[1], "package/package.json"], { encoding: "utf8" })
  for (const word of ["goodword-source", "workspace:", "catalog:"])
    if (run.includes(word)) { console.error(word + " reached the packed package.json"); process.exit(1) }
`

const steps: ReadonlyArray<Step> = [
  {
    name: "lint",
    what: "biome: lint and format",
    remedy: "`npm run format` mends what can be mended by a machine; the rest is listed above.",
    run: () => tool("biome", ["check", "--colors=off", "--max-diagnostics=50", "."])
  },
  {
    name: "types",
    what: "tsc: source, tests, examples, bench, scripts",
    remedy: "`npm run types` shows the errors again.",
    run: () => tool("tsc", ["-p", "tsconfig.json", "--pretty", "false"])
  },
  {
    name: "domain",
    what: "tsc: the domain without DOM and Node",
    remedy: "The domain does no I/O: take what it needs as an argument, or move the code to ports or engine.",
    run: () => tool("tsc", ["-p", "packages/core/tsconfig.domain.json", "--pretty", "false"])
  },
  {
    name: "architecture",
    what: "imports, purity, sizes, names",
    remedy:
      "Each line above names the rule and what to do instead; the rules are packages/core/test/architecture-rules.ts.",
    run: () => tool("vitest", ["run", "--reporter=dot", "packages/core/test/architecture.test.ts"])
  },
  {
    name: "codegen",
    what: "generated files are up to date",
    remedy: "Run `npm run codegen` and commit what it writes.",
    run: () => script("codegen.ts", "--check")
  },
  {
    name: "docs",
    what: "every example of the docs runs, every link leads somewhere",
    remedy: "`npm run docs:test` shows the fences again; the docs or the code is wrong, mend whichever it is.",
    run: () => script("doctest.ts")
  },
  {
    name: "packages",
    what: "build, pack, publint, attw",
    remedy: "`npm run build` first; then look at `exports`, `files` and `publishConfig` of the package named above.",
    run: packed
  },
  {
    name: "unused",
    what: "knip: files, exports and dependencies nobody uses",
    remedy: "Delete what is listed, or name it in knip.json with the reason.",
    run: () => tool("knip", ["--no-progress"])
  }
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(", ")}. There are: ${steps.map((step) => step.name).join(", ")}.`)
  process.exit(1)
}

const failed: Array<Step> = []
for (const step of steps) {
  if (wanted.length > 0 && !wanted.includes(step.name)) continue
  process.stdout.write(`${step.name.padEnd(13)} ${step.what} ... `)
  const startedAt = performance.now()
  const { ok, output } = step.run()
  console.log(`${ok ? "passed" : "FAILED"} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  if (ok) continue
  failed.push(step)
  console.log(`\n${output.trimEnd().replaceAll(/^/gm, "    ")}\n`)
}

if (failed.length === 0) console.log("\nEvery check passed.")
else {
  console.log(`\n${failed.length} failed:`)
  for (const { name, remedy } of failed) console.log(`  ${name}: ${remedy}`)
  process.exitCode = 1
}
