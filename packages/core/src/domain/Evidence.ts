/**
 * Why a decision came out as it did: each check that was made, what it saw and what it wanted.
 *
 * Evidence is stored inside events. `check` is the name of the one file that made the check, so that whoever reads a row
 * can open the rule. Sentences for people are rendered from it on demand (`Because.ts`).
 */
import type { Money } from "./Money.ts"

export type Value = string | number | boolean | null | Money

export interface Evidence {
  readonly check: string
  readonly passed: boolean
  /** What was seen; absent where there was nothing to see. */
  readonly actual?: Value
  /** What was wanted. */
  readonly limit?: Value
}

export const passed = (check: string, actual?: Value, limit?: Value): Evidence => make(check, true, actual, limit)
export const failed = (check: string, actual?: Value, limit?: Value): Evidence => make(check, false, actual, limit)

export const make = (check: string, passed: boolean, actual?: Value, limit?: Value): Evidence =>
  actual === undefined
    ? limit === undefined
      ? { check, passed }
      : { check, passed, limit }
    : limit === undefined
      ? { check, passed, actual }
      : { check, passed, actual, limit }

/** A check without figures, made once: its evidence is one of two values for good. */
export const yesOrNo = (check: string): ((passed: boolean) => Evidence) => {
  const yes = make(check, true)
  const no = make(check, false)
  return (passed) => (passed ? yes : no)
}

/** The first check that failed, by name; `undefined` where all passed. */
export const firstFailure = (evidence: readonly Evidence[]): string | undefined => {
  for (let i = 0; i < evidence.length; i++) {
    const one = evidence[i]
    if (one?.passed === false) return one.check
  }
  return undefined
}
