// Writes the generated files (`_*.ts`, and pages of the docs) anew by running every generator: packages/*/scripts/*.ts.
// `--check` writes nothing in the end: it fails where a generated file is not what its generator makes of the source.
import { spawnSync } from "node:child_process"
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const isCheck = process.argv.includes("--check")

const files = ["packages/*/src/**/_*.ts", "docs/saboteurs.md", "packages/core/program.schema.json"]

const generated = (): Map<string, string> =>
  new Map(globSync(files, { cwd: root }).map((path) => [path, readFileSync(join(root, path), "utf8")]))

const restore = (before: Map<string, string>, after: Map<string, string>): void => {
  for (const path of after.keys()) if (!before.has(path)) rmSync(join(root, path))
  for (const [path, text] of before) if (after.get(path) !== text) writeFileSync(join(root, path), text)
}

const before = generated()
for (const generator of globSync("packages/*/scripts/*.ts", { cwd: root }).sort()) {
  const run = spawnSync(process.execPath, ["--conditions=goodword-source", generator], { cwd: root, encoding: "utf8" })
  if (run.status === 0) continue
  console.error(`${generator} failed:\n${run.stdout}${run.stderr}`)
  restore(before, generated())
  process.exit(1)
}

const after = generated()
const changed = [...new Set([...before.keys(), ...after.keys()])]
  .filter((path) => before.get(path) !== after.get(path))
  .sort()
if (isCheck) restore(before, after)
for (const path of changed) console.log(`${isCheck ? "out of date" : "written"}: ${path}`)
if (changed.length === 0) console.log(`${after.size} generated files are up to date.`)
if (isCheck && changed.length > 0) process.exitCode = 1
