/** A law on many inputs; what breaks it is told with the smallest input that was found. */
import fc from "fast-check"
import { Unmet } from "../expectations.ts"

/** How often a law is tried where one try is a few calls. */
const runs = 100
/** How often where one try is a sale in the kernel. */
export const salesRuns = 60

export const law = <A>(
  { seed }: { readonly seed: number },
  drawn: fc.Arbitrary<A>,
  holds: (input: A) => void,
  numRuns = runs
): void => {
  const property = fc.property(drawn, holds)
  const { counterexample, counterexamplePath, errorInstance, failed } = fc.check(property, { seed, numRuns })
  if (!failed) return
  const said = errorInstance instanceof Error ? errorInstance.message : `${errorInstance}`
  const place = `seed ${seed}, path ${counterexamplePath}`
  throw new Unmet(`${said}\n  on ${fc.stringify(counterexample?.[0])} (${place})`, { cause: errorInstance })
}
