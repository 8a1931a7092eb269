import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

// The domain's tests that a module is held against, in one project: scripts/mutation.ts names them.
const condition = "goodword-source"
const conditions = [condition, "module", "node", "development|production"]
const tests = process.env.GOODWORD_MUTATION_TESTS ?? "*"

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    execArgv: [`--conditions=${condition}`],
    // A run tries some hundred faults: the domain is loaded once for all files of tests, not once for each.
    isolate: false,
    testTimeout: 60_000,
    include: tests.split(",").map((name) => `packages/core/test/domain/${name}.test.ts`),
    setupFiles: ["./scripts/vitest/fast-check.ts", "./scripts/vitest/poison.ts"]
  }
})
