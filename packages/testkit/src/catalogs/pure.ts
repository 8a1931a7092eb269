/** Whether a function is one: no clock, no chance, nothing written, the same answer whenever it is asked. */
import { same, show, Unmet } from "../expectations.ts"
import { deepFreeze } from "../generators/World.ts"

/** Runs something while the clock and chance throw, and puts them back. */
export const withoutClock = <A>(what: string, run: () => A): A => {
  const { Date: realDate } = globalThis
  const { random } = Math
  const never = (name: string) => (): never => {
    throw new Unmet(`${what} reads ${name}: what it needs to know is given to it, so that the same log says the same`)
  }
  const Unclocked = new Proxy(realDate, {
    construct: (target, given) => (given.length === 0 ? never("the clock")() : Reflect.construct(target, given)),
    apply: never("the clock"),
    get: (target, field) => (field === "now" ? never("the clock") : Reflect.get(target, field))
  })
  globalThis.Date = Unclocked
  Math.random = never("chance")
  try {
    return run()
  } finally {
    globalThis.Date = realDate
    Math.random = random
  }
}

/**
 * What a pure function answers. It is asked three times: as it is, with what it is given frozen, and once more; an
 * error that it throws is told as one.
 */
export const pure = <G extends readonly unknown[], A>(what: string, ask: (...given: G) => A, ...given: G): A => {
  const before = show(given)
  const ask1 = (): A => {
    try {
      return withoutClock(what, () => ask(...given))
    } catch (error) {
      if (error instanceof Unmet) throw error
      throw new Unmet(`${what} throws on ${show(given)}: ${error instanceof Error ? error.message : `${error}`}`)
    }
  }
  const first = ask1()
  const told = show(first)
  same(show(given), before, `${what} writes to what it is given`)
  for (const one of given) deepFreeze(one)
  same(show(ask1()), told, `${what} asked again, on ${before}`)
  return first
}
