// Writes `_catalog.ts` (the list) and `_entries.ts` (what the package exports) into each catalog folder of the domain:
// adding a file registers it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const domain = join(import.meta.dirname, "..", "src", "domain")

for (const folder of ["rewards", "policies", "conditions", "attribution-models"]) {
  const files = readdirSync(join(domain, folder))
    .filter((file) => file.endsWith(".ts") && !file.startsWith("_"))
    .sort()
  const entries = files.map((file) => {
    const found = /^export const (\w+) = /mu.exec(readFileSync(join(domain, folder, file), "utf8"))
    if (found === null) throw new Error(`${folder}/${file} exports no entry: a catalog file has one \`export const\``)
    return { file, name: found[1] }
  })
  const note = "// Generated from the files beside it by `pnpm codegen`; do not edit."
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(domain, folder, name), [note, ...lines, ""].join("\n"))
  write("_catalog.ts", [
    ...entries.map(({ file, name }) => `import { ${name} } from "./${file}"`),
    "",
    `export const catalog = [${entries.map(({ name }) => name).join(", ")}] as const`
  ])
  write(
    "_entries.ts",
    entries.map(({ file, name }) => `export { ${name} } from "./${file}"`)
  )
}
