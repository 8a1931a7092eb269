/** The suite runs where there is no vitest. */
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { cases } from "@goodword/testkit"
import { expect, it } from "vitest"

const root = join(import.meta.dirname, "../../..")
// The Node of the repository, which reads TypeScript; the one that runs vitest may be older.
const node = join(root, "node_modules/.bin/node")

it("runs under node --test, and leaves its verdict as JSON", async () => {
  const folder = mkdtempSync(join(tmpdir(), "goodword-testkit-"))
  try {
    const path = join(folder, "verdict.json")
    const file = join(import.meta.dirname, "on-node-test.ts")
    const flags = ["--conditions=goodword-source", "--test", "--test-reporter=tap", file]
    const { NODE_OPTIONS: _, ...env } = process.env
    const { stdout } = await promisify(execFile)(node, flags, { cwd: root, env: { ...env, VERDICT: path } })
    expect(stdout).toContain("ok 1 - facts/versions-count-from-1")
    // One test for each case but those of migrations, which the memory store has not, and one for the verdict.
    const total = cases.filter(({ needs }) => needs !== "migrate").length
    expect(stdout).toContain(`# tests ${total + 1}\n`)
    expect(stdout).toContain("# fail 0\n")
    const verdict = JSON.parse(readFileSync(path, "utf8"))
    expect(verdict).toMatchObject({
      state: "passed",
      seed: 7312,
      passed: total,
      total,
      failed: []
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
