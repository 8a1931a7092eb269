/** Policies as documents: rewards put together in every way, up to two deep. */
import {
  and,
  bestOf,
  Catalogs,
  capped,
  choice,
  heldFor,
  lottery,
  nothing,
  orElse,
  type Policy,
  when
} from "@goodword/core"
import fc from "fast-check"

type Written = Policy.Written

export interface Parts {
  readonly reward: fc.Arbitrary<Written>
  /** What can be compared with its like: amounts of one unit, and discounts at checkout where there are any. */
  readonly amount: fc.Arbitrary<Written>
  readonly discount: fc.Arbitrary<Written> | null
  readonly condition: fc.Arbitrary<{ readonly condition: string }>
  readonly hold: fc.Arbitrary<string>
  readonly cap: fc.Arbitrary<Parameters<typeof capped>[0]>
}

/** A single reward most of the time. */
export const policy = (parts: Parts): fc.Arbitrary<Written> =>
  fc.oneof(
    { weight: 4, arbitrary: parts.reward },
    { weight: 1, arbitrary: over(parts, parts.reward) },
    { weight: 1, arbitrary: over(parts, fc.oneof(parts.reward, over(parts, parts.reward))) },
    { weight: 2, arbitrary: choosing(parts) },
    { weight: 2, arbitrary: drawing(parts) }
  )

/** A lottery over rewards with small stocks, a blank among them or not; alone, or with a consolation. */
const drawing = ({ amount, cap, condition, discount, reward }: Parts): fc.Arbitrary<Written> => {
  // A friend's discount is taken off before anything is drawn.
  const prize = discount === null ? reward : amount
  const part = fc.oneof(
    { weight: 2, arbitrary: prize },
    {
      weight: 1,
      arbitrary: fc
        .tuple(cap, prize)
        .map(([one, of]) => capped({ ...(one as object), of: "program" } as typeof one, of))
    },
    { weight: 1, arbitrary: fc.tuple(condition, prize).map(([one, of]) => when(one, of)) },
    { weight: 1, arbitrary: fc.constant(nothing()) }
  )
  const drawn = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 9 }), part), { minLength: 2, maxLength: 3 })
    .filter((all) => all.some(([, one]) => kindsIn(one).length > 0))
    .map((all) =>
      lottery(
        { odds: all.map(([odds]) => odds) },
        all.map(([, one]) => one)
      )
    )
  return fc.oneof(
    { weight: 3, arbitrary: drawn },
    { weight: 1, arbitrary: fc.tuple(drawn, prize).map(([one, other]) => orElse(one, other)) },
    { weight: 1, arbitrary: fc.tuple(drawn, prize).map(([one, other]) => and(other, one)) }
  )
}

/** A choice between rewards, each under terms of its own or none; one in an offer, alone or put together with others. */
const choosing = ({ cap, condition, hold, reward }: Parts): fc.Arbitrary<Written> => {
  const option = fc.oneof(
    { weight: 3, arbitrary: reward },
    { weight: 1, arbitrary: fc.tuple(condition, reward).map(([one, of]) => when(one, of)) },
    { weight: 1, arbitrary: fc.tuple(cap, reward).map(([one, of]) => capped(one, of)) },
    { weight: 1, arbitrary: fc.tuple(hold, reward).map(([one, of]) => heldFor(one, of)) }
  )
  const between = fc
    .array(option, { minLength: 2, maxLength: 3 })
    .map((all) => choice(Object.fromEntries(all.map((one, i) => [`option-${i}`, one]))))
  return fc.oneof(
    { weight: 3, arbitrary: between },
    { weight: 1, arbitrary: fc.tuple(between, reward).map(([one, other]) => and(other, one)) },
    { weight: 1, arbitrary: fc.tuple(between, reward).map(([one, other]) => orElse(one, other)) },
    { weight: 1, arbitrary: fc.tuple(hold, between).map(([one, of]) => heldFor(one, of)) }
  )
}

/** One policy over given parts. */
export const over = (
  { amount, cap, condition, discount, hold }: Omit<Parts, "reward">,
  part: fc.Arbitrary<Written>
): fc.Arbitrary<Written> => {
  const few = fc.array(part, { minLength: 1, maxLength: 3 })
  const alike = discount === null ? amount : fc.oneof(amount, discount)
  const party = fc.constantFrom("person" as const, "store" as const)
  return fc.oneof(
    few.map((of) => and(...of)),
    few.map((of) => orElse(...of)),
    fc.tuple(condition, part).map(([one, of]) => when(one, of)),
    fc
      .tuple(
        cap,
        fc.oneof(
          part,
          few.map((of) => orElse(...of))
        )
      )
      .map(([one, of]) => capped(one, of)),
    fc.tuple(hold, part).map(([one, of]) => heldFor(one, of)),
    fc
      .tuple(party, fc.array(alike, { minLength: 1, maxLength: 3 }))
      .filter(([, of]) => new Set(of.flatMap(kindsIn)).size === 1)
      .map(([one, of]) => bestOf({ for: one }, of)),
    part.map((of) => and(of, nothing()))
  )
}

/** The kinds of all rewards in it. */
export const kindsIn = (give: Written): readonly string[] => rewardsIn(give).map(({ kind }) => kind)

export const rewardsIn = (give: Written): readonly { readonly kind: string }[] =>
  "kind" in give ? [give] : partsOf(give).flatMap(rewardsIn)

const partsOf = (give: Written): readonly Written[] => {
  const { of } = give as { readonly of?: Written | readonly Written[] }
  return of === undefined ? [] : Array.isArray(of) ? of : [of as Written]
}

const rewardsMax = 12

interface Giving {
  readonly give: Written
}

/** The same sides with the policies taken out as far as a program would have too many rewards. */
export const fitting = <A extends Giving, B extends Giving, C extends Giving>(given: {
  readonly friend: readonly A[]
  readonly advocate: readonly B[]
  readonly milestones: readonly C[]
  /** How many rewards stand elsewhere. */
  readonly others: number
}) => {
  const all = [...given.friend, ...given.advocate, ...given.milestones]
  let room = rewardsMax - all.length - given.others
  const fit = <O extends Giving>(offer: O): O => {
    const more = kindsIn(offer.give).length - 1
    if (more <= room) {
      room -= more
      return offer
    }
    return { ...offer, give: oneReward(offer.give) ?? offer.give }
  }
  return {
    // Each side may have as much as it likes, and all together one more than fits.
    friend: given.friend.slice(0, given.friend.length + Math.min(0, room)).map(fit),
    advocate: given.advocate.map(fit),
    milestones: given.milestones.map(fit)
  }
}

/** A discount where there is one: what the offer says of lanes is said of discounts. */
const oneReward = (give: Written): Written | undefined => {
  const all = rewardsIn(give)
  return all.find(({ kind }) => Catalogs.builtIn.rewards.get(kind)?.form === "discount") ?? all[0]
}

/** What is given away the moment it is available cannot expire. */
export const isLasting = (give: Written): boolean =>
  kindsIn(give).every((kind) => Catalogs.builtIn.rewards.get(kind)?.isGivenAway !== true)
