/** What is found in a world as it stands, for steps that name it by a number. */
import type { Fact, Ids } from "@goodword/core"
import type { World } from "./World.ts"

export const keyIn = (world: World, spend: Fact.Spend): Ids.FactKey<Fact.Spend> =>
  [...world.facts].find(([, fact]) => fact === spend)?.[0] ?? ""

export const under = <A>(world: World, prefix: string): readonly A[] =>
  [...world.facts].filter(([key]) => key.startsWith(prefix)).map(([, fact]) => fact as A)

export const rewardsOf = (world: World): readonly Fact.Reward[] => under(world, "reward/")
export const referralsOf = (world: World): readonly Fact.Referral[] => under(world, "referral/")
export const advocatesOf = (world: World): readonly Fact.Advocate[] => under(world, "advocate/")
export const quotesOf = (world: World): readonly Fact.Quote[] => under(world, "quote/")
export const ordersOf = (world: World): readonly Fact.Order[] => under(world, "order/")

/** One of them by a number, or none where there are none. */
export const nth = <A>(all: readonly A[], n: number): readonly A[] => all.slice(n % Math.max(1, all.length)).slice(0, 1)
