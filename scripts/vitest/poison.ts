// The domain takes time, chance and facts as arguments. While one of its tests runs, the ambient ones throw.
import { afterEach, beforeEach } from "vitest"

const real = { now: Date.now, random: Math.random, fetch: globalThis.fetch }

const poisoned = (name: string, instead: string) => (): never => {
  throw new Error(`${name} was called in a domain test. ${instead}`)
}

beforeEach(() => {
  Date.now = poisoned("Date.now", "Pass the moment in: a decision is given its time.")
  Math.random = poisoned("Math.random", "Derive the value from facts, or pass it in.")
  globalThis.fetch = poisoned("fetch", "The domain does no I/O: ask for what is needed in a plan.")
})

afterEach(() => {
  Date.now = real.now
  Math.random = real.random
  globalThis.fetch = real.fetch
})
