/** Proves a policy: its terms, which of its parts the kernel grants, and what it says to people. */
import { Catalogs, Give, Money, minimumTotal, nothing, type Policy, storeCredit, type Unit, when } from "@goodword/core"
import fc from "fast-check"
import type { Runner } from "../describeStore.ts"
import { holds, same, show, Unmet } from "../expectations.ts"
import type { Verdict } from "../Verdict.ts"
import { law } from "./law.ts"
import { pure } from "./pure.ts"
import { describeSuite, type Options, proveSuite, type Suite, type Trial, trials } from "./Suite.ts"
import { accepted, type Termed, termsTrials, variations, type Written, writtenOf } from "./terms.ts"
import { programWith, Till } from "./till.ts"

interface Given extends Termed {
  readonly policy: Policy.AnyPolicy
}

/** What a policy says of its parts where that is not what is being proved. */
const fields: Readonly<Record<Policy.Field, unknown>> = {
  when: [{ condition: "minimum-total", amount: "0.01 USD" }],
  cap: { count: 100, per: "ever" },
  hold: "1 hour"
}

const usd = "USD" as Unit.Unit
const worthOf = (minor: bigint): Policy.Written =>
  minor === 0n ? nothing() : storeCredit({ amount: Money.format(Money.make(minor, usd)) })

/** The same where each part has to be a reward: one that no order here can earn is worth nothing. */
const rewardOf = (minor: bigint): Policy.Written =>
  minor > 0n ? worthOf(minor) : when(minimumTotal({ amount: "999999.00 USD" }), worthOf(1n))

/** Whether its terms name its parts one by one. */
const namesParts = ({ odds, options }: Policy.AnyPolicy): boolean => odds !== undefined || options !== undefined

/** The policy's document over parts that are worth so much. */
const composed = (entry: Policy.AnyPolicy, terms: Written, worths: readonly bigint[]): object => {
  const { fields: said, parts, policy } = entry
  const of = worths.map(namesParts(entry) ? rewardOf : worthOf)
  return {
    ...terms,
    ...Object.fromEntries(said.map((field) => [field, fields[field]])),
    ...(parts.most === 0 ? {} : { of: parts.most === 1 ? of[0] : of }),
    policy
  }
}

/** As many parts as there must be. */
const leastOf = ({ parts }: Policy.AnyPolicy): readonly bigint[] =>
  Array.from({ length: Math.min(parts.most, Math.max(parts.least, 1)) }, (_, i) => BigInt(100 * (i + 1)))

const givenOf = (policy: Policy.AnyPolicy, seed: number): Given => ({
  policy,
  seed,
  schema: policy.terms,
  catalogs: { ...Catalogs.builtIn, policies: new Map([...Catalogs.builtIn.policies, [policy.policy, policy]]) },
  terms: policy.examples.map(({ terms }) => terms),
  programWith: (terms) => programWith({ advocate: [{ id: "offer", give: composed(policy, terms, leastOf(policy)) }] }),
  path: "advocate[0].give",
  termsIn: (program) => {
    const give = program.advocate[0]?.give
    return give === undefined || Give.isReward(give) ? undefined : give.terms
  },
  works: (terms) => {
    for (const { worths } of policy.examples) orderOf(policy, terms, worths)
  }
})

/** The order in which the parts are asked. */
const orderOf = (policy: Policy.AnyPolicy, terms: unknown, worths: readonly bigint[]): readonly number[] =>
  pure(`rank of ${policy.policy}`, (t, w) => policy.rank?.(t, w) ?? w.map((_, place) => place), terms, worths)

/** The places of the parts that the kernel grants for one order, in its order. */
const grantedBy = ({ catalogs, policy }: Given, terms: Written, worths: readonly bigint[]): readonly number[] => {
  const till = new Till(programWith({ advocate: [{ id: "offer", give: composed(policy, terms, worths) }] }), catalogs)
  till.sell({ cart: Money.make(50_00n, usd) })
  const places = worths.flatMap((worth, place) => (worth === 0n && !namesParts(policy) ? [] : [place]))
  return till
    .events("RewardGranted")
    .map(({ rule }) => places[rule === "offer" ? 0 : Number(rule.split(".")[1]) - 1] ?? -1)
}

interface Draw {
  readonly written: Written
  readonly worths: readonly bigint[]
}

const draws = (given: Given): fc.Arbitrary<Draw> => {
  const { least, most } = given.policy.parts
  // Options are named, so there are as many parts as the terms name.
  const several = namesParts(given.policy) ? least : Math.max(least, 5)
  const worth = fc.oneof(fc.constantFrom(0n, 100n), fc.bigInt({ min: 0n, max: 10_000n }))
  return fc.record({
    written: variations(given),
    worths: fc.array(worth, { minLength: least, maxLength: Math.min(most, several) })
  })
}

const examples: readonly Trial<Given>[] = trials("examples", {
  hold: (given) => {
    for (const { given: granted, terms, worths } of given.policy.examples) {
      const written = writtenOf(given.schema, terms)
      same(grantedBy(given, written, worths), granted, `the parts of ${show(worths)} that ${show(written)} gives`)
    }
  }
})

const kernel: readonly Trial<Given>[] = trials("kernel", {
  "asks-every-part-once": (given) =>
    law(given, draws(given), ({ worths, written }) => {
      const order = orderOf(given.policy, accepted(given, written), worths)
      const places = worths.map((_, place) => place)
      same(
        [...order].sort((a, b) => a - b),
        places,
        `the places that ${given.policy.policy} asks of ${show(worths)}`
      )
    }),
  "gives-each-or-the-first": (given) =>
    law(given, draws(given), ({ worths, written }) => {
      const order = orderOf(given.policy, accepted(given, written), worths)
      const worthIt = order.filter((place) => (worths[place] ?? 0n) > 0n)
      const granted = grantedBy(given, written, worths)
      if (given.policy.odds !== undefined) {
        const isOne =
          granted.length === Math.min(1, worthIt.length) && granted.every((place) => worthIt.includes(place))
        return holds(isOne, `of ${show(worths)} one must be drawn by ${show(written)}, not ${show(granted)}`)
      }
      const due = given.policy.gives === "each" ? worthIt : worthIt.slice(0, 1)
      same(granted, due, `the parts of ${show(worths)} that are given by ${show(written)}`)
    })
})

const words: readonly Trial<Given>[] = trials("words", {
  "name-a-part": (given) =>
    law(given, variations(given), (written) => {
      const { policy } = given
      const parts = leastOf(policy).map((_, i) => `part ${i}`)
      const text = pure(
        `describe of ${policy.policy}`,
        (t, p) => policy.describe(t, p, "en"),
        accepted(given, written),
        parts
      )
      if (typeof text !== "string" || text.trim() === "") throw new Unmet(`describe says nothing of ${show(written)}`)
      const isNamed = parts.length === 0 || parts.some((part) => text.includes(part))
      holds(isNamed, `describe says ${show(text)}, which names none of its parts`)
    })
})

export const rewardPolicyCases: readonly Trial<Given>[] = [...termsTrials, ...examples, ...kernel, ...words]

const suiteOf = (policy: Policy.AnyPolicy): Suite<Given> => ({
  name: `policy ${policy.policy}`,
  trials: rewardPolicyCases,
  given: (seed) => givenOf(policy, seed)
})

/**
 * Describes a policy to a test runner.
 *
 * @example
 * import { orElse } from "@goodword/core"
 * import { describeRewardPolicy } from "@goodword/testkit"
 * const names: string[] = []
 * describeRewardPolicy(orElse, { describe: (_, body) => body(), it: (name) => names.push(name) })
 * names.includes("kernel/gives-each-or-the-first") // => true
 */
export const describeRewardPolicy = (policy: Policy.AnyPolicy, runner: Runner, options?: Options): void =>
  describeSuite(suiteOf(policy), runner, options)

/** The same without a test runner. */
export const proveRewardPolicy = (policy: Policy.AnyPolicy, options?: Options): Promise<Verdict> =>
  proveSuite(suiteOf(policy), options)
