/**
 * Faults that are none: with them the code answers the same to everything that can be asked. They are left out of the score
 * and told apart from survivors. Before one is added, look whether the code can be written so that there is none.
 */
export const equivalents: readonly {
  readonly file: string
  /** What stands there, with enough around it to be found. */
  readonly code: string
  /** The same with the fault. */
  readonly becomes: string
  readonly why: string
}[] = [
  {
    file: "Limits.ts",
    code: "rule.caps.length > 0 || live.budgets.length > 0",
    becomes: "true",
    why: "A quick way for what has neither caps nor budgets: the long way finds nothing to look at and says the same."
  },
  {
    file: "Grant.ts",
    code: "if (!Limits.isBounded(live, rule)) {",
    becomes: "if (false) {",
    why: "The same quick way."
  },
  {
    file: "Grant.ts",
    code: `{
    return granted(draft, rule, occasion, key, generation, asked, times?.multiplied, uncharged, evidence)
  }`,
    becomes: "{}",
    why: "The same quick way."
  },
  {
    file: "Grant.ts",
    code: "live.events.length === 0 && tier === undefined\n    ? undefined",
    becomes: "false\n    ? undefined",
    why: "A quick way where nothing is on and nobody has a tier: what multiplies finds nothing."
  },
  {
    file: "Grant.ts",
    code: 'if (!rule.atCheckout && rule.on !== "every order") return',
    becomes: "if (false) return",
    why: "A quick way for what goes by no cart and by no number of orders."
  },
  ...["true", "Debt.owedBy(draft, person, amount.unit) >= 0n"].map((becomes) => ({
    file: "Reward.ts",
    code: "Debt.owedBy(draft, person, amount.unit) > 0n",
    becomes,
    why: "A quick way for people who owe nothing: what settles a debt looks for one itself."
  })),
  {
    file: "RewardFold.ts",
    code: "own.length === 0 ? before",
    becomes: "false ? before",
    why: "A quick way for rules without rolling caps: a copy of the list is the same list."
  },
  {
    file: "Debt.ts",
    code: "if (owing === undefined || owing.person !== person || owing.unit !== unit)",
    becomes: "if (true)",
    why: "A quick way for who is asked for again: from the beginning it comes to the same."
  },
  {
    file: "Debt.ts",
    code: "draft.debts.length === 0 ? owing.owed",
    becomes: "false ? owing.owed",
    why: "A quick way where no debt has moved: the sum of none is nothing."
  },
  {
    file: "Tier.ts",
    code: "if (all < least) return false",
    becomes: "if (false) return false",
    why: "A quick way for whoever never had enough in all: no window has it either."
  },
  {
    file: "Rounding.ts",
    code: "numerator < 0n ? 2n",
    becomes: "numerator <= 0n ? 2n",
    why: "Zero less or plus half a denominator is cut off to zero, either way."
  },
  {
    file: "Allocation.ts",
    code: "Result.succeed(total < 0n ?",
    becomes: "Result.succeed(total <= 0n ?",
    why: "The parts of nothing are zeros, whatever their sign."
  },
  {
    file: "Checkout.ts",
    code: "rules.some(({ atCheckout }) => atCheckout) ?",
    becomes: "true ?",
    why: "An offer without a discount takes nothing off, so it may as well be passed over at once."
  },
  {
    file: "Checkout.ts",
    code: "if (offers.length === 1) return",
    becomes: "if (false) return",
    why: "A quick way for an offer that nothing is compared with."
  },
  {
    file: "policies/best-of.ts",
    code: 'order(a.worth, b.worth) * (terms.for === "person" ? -1 : 1)',
    becomes: 'order(a.worth, b.worth) / (terms.for === "person" ? -1 : 1)',
    why: "A sign is turned by one and minus one, whether it is multiplied or divided."
  },
  {
    file: "PurseFold.ts",
    code: "if (purse === null || isIn === wasIn)",
    becomes: "if (false || isIn === wasIn)",
    why: "What has no purse waits in none, neither now nor before."
  },
  {
    file: "Kept.ts",
    code: "if (refunded.minor === 0n && canceled === undefined) return total",
    becomes: "if (false) return total",
    why: "A quick way for most orders, of which nothing came back: the long way takes nothing off."
  },
  {
    file: "Kept.ts",
    code: "total.minor > refunded.minor",
    becomes: "total.minor >= refunded.minor",
    why: "Where as much came back as there was, the difference is the zero that is said otherwise."
  },
  {
    file: "Choice.ts",
    code: "place <= 0 ||",
    becomes: "place < 0 ||",
    why: "The part that is first is first, whether it is left there or put there."
  }
]

/**
 * Whether a comparison chooses between two ways that are one where both sides are equal, so that it does not matter on
 * which side equality is: the size of a number, the smaller or the greater of two, a difference that ends at zero.
 *
 * @param was such as `a < b`, and `becomes` the same with `<=`
 * @param after what stands behind it
 */
export const isTie = (was: string, becomes: string, after: string): boolean => {
  const [, a = "", sign = "", b = ""] = /^(.+) ([<>]=?) (.+)$/su.exec(was) ?? []
  const other = sign.endsWith("=") ? sign.slice(0, 1) : `${sign}=`
  if (sign === "" || becomes !== `${a} ${other} ${b}`) return false
  const ways = [` ? ${a} : ${b}`, ` ? ${b} : ${a}`, ` ? ${a} - ${b} : 0n`, ` ? 0n : ${b} - ${a}`, `) ${b} = ${a}`]
  if (b === "0n") ways.push(` ? -${a} : ${a}`)
  return ways.some((way) => after.startsWith(way) && !/^[\w.([]/u.test(after.slice(way.length)))
}
