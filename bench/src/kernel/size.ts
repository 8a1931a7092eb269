// How long the core takes to import, and how much of it a bundle carries. A kB is 1,000 bytes.
import { spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { gzipSync } from "node:zlib"
import { type BuildOptions, build } from "esbuild"
import { progress, type Recorder } from "../measure/figures.ts"
import { median } from "../measure/timing.ts"

const bench = join(import.meta.dirname, "../..")
const core = join(bench, "../packages/core/src")

const shared = {
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2024",
  logLevel: "error"
} satisfies BuildOptions

/** An entry's bundle with all of effect that it reaches, minified, as `gzip -9` leaves it. */
const gzipped = async (entry: string): Promise<number> => {
  const { outputFiles } = await build({
    ...shared,
    stdin: { contents: entry, resolveDir: bench, loader: "ts" },
    conditions: ["goodword-source"],
    external: ["node:*"],
    minify: true,
    write: false
  })
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length / 1000
}

const everything = `
  export * from "@goodword/core"
  export * as Promised from "@goodword/core/promise"
`

// A program is compiled and decided with one kind of reward and no catalog; the kind's terms bring effect/Schema along.
const oneRule = `
  import { Compile, decide, Facts, Program, storeCredit } from "@goodword/core"
  const catalogs = { rewards: new Map([[storeCredit.kind, storeCredit]]), conditions: new Map(), models: new Map() }
  export const compile = (program: Program.Program) => Compile.compile(program, { version: 1, document: null }, catalogs)
  export { decide, Facts }
`

const runs = 11

/** Milliseconds of a fresh process. */
const processMs = (script: string): number => {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" })
  if (status !== 0) throw new Error(stderr)
  return performance.now() - start
}

/** The core built as its package is, with effect beside it; a fresh process that imports it, less one that does nothing. */
const importMs = async (): Promise<number> => {
  const folder = join(bench, "results/core")
  mkdirSync(folder, { recursive: true })
  await build({
    ...shared,
    entryPoints: [join(core, "index.ts"), join(core, "promise.ts")],
    packages: "external",
    splitting: true,
    outdir: folder
  })
  const script = `import ${JSON.stringify(pathToFileURL(join(folder, "promise.js")).href)}`
  const times: number[] = []
  for (let i = 0; i <= runs; i++) {
    const empty = processMs("")
    const time = processMs(script) - empty
    if (i > 0) times.push(time)
  }
  return median(times)
}

export const sizeFigures = async (record: Recorder): Promise<void> => {
  progress("sizes ...")
  record.add({ name: "core.gzip", value: await gzipped(everything), unit: "kB" })
  record.add({ name: "core.gzip.one-rule", value: await gzipped(oneRule), unit: "kB" })
  progress("cold imports ...")
  record.add({ name: "core.import", value: await importMs(), unit: "ms" })
}
