// Properties: how many runs, and which seed. fast-check prints the seed of a failure with its counterexample;
// GOODWORD_SEED=<that seed> runs the same cases again.
import fc from "fast-check"
import { vi } from "vitest"

const integer = (name: string, fallback: number): number => {
  const text = process.env[name]
  if (text === undefined || text === "") return fallback
  const value = Number(text)
  if (!Number.isInteger(value)) throw new Error(`${name} must be a whole number, not "${text}".`)
  return value
}

// Chosen here, once per file, because the domain project takes Date.now and Math.random away from its tests.
const fresh = Math.floor(Math.random() * 0x7fffffff)

fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  numRuns: integer("GOODWORD_RUNS", 100),
  seed: integer("GOODWORD_SEED", fresh)
})

// `npm run test:laws` takes as long as its runs do, whatever a file says of its tests.
if (process.env.GOODWORD_UNHURRIED === "1") {
  const set = vi.setConfig
  vi.setConfig = (config) => set({ ...config, testTimeout: 0 })
}
