/** A kind in a program: granted, told to plugins, and taken back, in the kernel that every engine runs. */
import { Event, Ledger, Money } from "@goodword/core"
import * as Result from "effect/Result"
import fc from "fast-check"
import { holds, same, show } from "../expectations.ts"
import { overRefund, split } from "../generators/refunds.ts"
import { law, salesRuns } from "./law.ts"
import { draws, type Kind } from "./reward-kind-worth.ts"
import { type Trial, trials } from "./Suite.ts"
import { accepted, type Written, writtenOf } from "./terms.ts"
import { programWith, Till } from "./till.ts"

/** What a shop may sell in one order; sums of it stay within 64 bits. */
const totalMax = 10n ** 15n

type Place = "advocate" | "friend" | "milestones"
type Moment = "at once" | "held" | "released"

interface Scene {
  readonly written: Written
  readonly cart: Money.Money
  readonly place: Place
  readonly moment: Moment
  readonly rule: "proportional" | "recompute" | undefined
}

const scenes = (given: Kind): fc.Arbitrary<Scene> =>
  fc
    .record({
      draw: draws(given),
      place: fc.constantFrom<Place>("advocate", "friend", "milestones"),
      moment: fc.constantFrom<Moment>("at once", "held", "released"),
      rule: fc.constantFrom("proportional" as const, undefined)
    })
    .map(({ draw: { total, written }, ...rest }) => {
      const size = total.minor < 1n ? 1n : total.minor % totalMax === 0n ? totalMax : total.minor % totalMax
      return { ...rest, written, cart: Money.make(size, total.unit) }
    })

/** A till after the sale, at the moment that the scene names; and what was paid. */
const sold = ({ catalogs, kind }: Kind, { cart, moment, place, rule, written }: Scene) => {
  const offer = {
    id: "offer",
    give: { ...written, kind: kind.kind },
    ...(moment === "at once" ? {} : { hold: "14 days" }),
    ...(place === "milestones" ? { every: 1 } : {}),
    ...(rule === undefined ? {} : { onPartialRefund: rule })
  }
  const till = new Till(programWith({ [place]: [offer] }), catalogs)
  const paid = till.sell({ cart, quoted: place === "friend" })
  if (moment === "released") till.world.advance(till.now + 14 * 86_400_000)
  return { till, paid }
}

const inParts = (given: Kind, parts: (whole: bigint) => fc.Arbitrary<readonly bigint[]>) =>
  scenes(given).chain((scene) =>
    fc
      .record({ scene: fc.constant(scene), whole: fc.bigInt({ min: 1n, max: scene.cart.minor }) })
      .chain((drawn) => parts(drawn.whole).map((list) => ({ ...drawn, list })))
  )

const everySale = <A>(given: Kind, drawn: fc.Arbitrary<A>, holdsOf: (input: A) => void): void =>
  law(given, drawn, holdsOf, salesRuns)

const taken = (till: Till): string => show(till.rewards.map(({ amount, state, taken }) => ({ amount, state, taken })))

const told = ({ cart, moment, place, written }: Scene): string =>
  `${show(written)} for the ${place} on an order of ${Money.format(cart)}, ${moment}`

const ledger: readonly Trial<Kind>[] = trials("ledger", {
  "grants-what-it-is-worth": (given) =>
    everySale(given, scenes(given), (scene) => {
      const { kind } = given
      const { till } = sold(given, scene)
      const worth = kind.worth(accepted(given, scene.written), { total: scene.cart })
      // An order of nothing counts for nobody; one of which the quote took all off does.
      const isWorth = Result.isSuccess(worth) && worth.success.minor > 0n && scene.cart.minor > 0n
      const granted = till.events("RewardGranted").map(({ amount }) => Money.format(amount))
      const isQuoted = kind.form === "discount" && scene.place === "friend"
      // What a later order is worth is not known yet: one of the discount is granted.
      const isEntitled = kind.form === "discount" && !isQuoted
      const expected = isEntitled ? [`1 ${kind.kind}`] : isWorth ? [Money.format(worth.success)] : []
      same(granted, expected, `the grant of ${told(scene)}`)
    }),
  "gives-back-what-it-gave": (given) =>
    everySale(given, inParts(given, split), ({ list, scene }) => {
      const { paid, till } = sold(given, scene)
      let left = paid.minor
      for (const part of [...list, paid.minor]) {
        if (left <= 0n) break
        const isRest = part >= left
        till.refund(Money.make(isRest ? left : part, paid.unit))
        left -= part
      }
      // What cost nothing cannot be given back.
      if (paid.minor === 0n) return
      // What was given away by then is gone: it becomes a debt.
      const isGone = given.kind.isGivenAway === true && scene.moment !== "held"
      const gone = till.events("RewardGranted").filter(() => isGone)
      const expected = gone.flatMap(({ amount: { minor, unit } }) => [
        [`balance/debt/ann/${unit}/posted`, -minor],
        [`balance/redeemed/spring/${unit}/posted`, minor]
      ])
      const balances = till.balances.map(([key, minor]) => [key.replace("/bob/", "/ann/"), minor])
      same(balances.sort(), expected.sort(), `balances after everything was given back of ${told(scene)}`)
    }),
  "keeps-nothing-of-what-is-given-away": (given) => {
    if (given.kind.isGivenAway !== true) return
    everySale(given, scenes(given), (scene) => {
      const { till } = sold(given, scene)
      const state = scene.moment === "held" ? "pending" : "redeemed"
      for (const { reward, ...fact } of till.rewards) {
        same(fact.state, state, `the state of ${told(scene)}`)
        const used = till.events("RewardRedeemed").map(({ order, value }) => [order, value])
        same(used, state === "pending" ? [] : [[null, fact.amount]], `what was used up of ${told(scene)}`)
        same(till.redeem(reward), "RewardNotAvailable", `what is answered to who redeems ${told(scene)}`)
      }
    })
  },
  "has-transfers-of-nothing-else": (given) =>
    everySale(given, scenes(given), (scene) => {
      const { till } = sold(given, scene)
      const sums = new Map<string, bigint>()
      for (const transfer of till.world.events.flatMap(Event.transfers)) {
        Ledger.movements(transfer, (_, unit, phase, add) => {
          sums.set(`${unit} ${phase}`, (sums.get(`${unit} ${phase}`) ?? 0n) + add)
        })
        holds(transfer.amount.minor > 0n, `a transfer of ${Money.format(transfer.amount)} for ${told(scene)}`)
      }
      same(
        [...sums].filter(([, sum]) => sum !== 0n),
        [],
        `what is made or lost by ${told(scene)}`
      )
    })
})

const refunds: readonly Trial<Kind>[] = trials("refunds", {
  "many-are-one": (given) =>
    everySale(given, inParts(given, split), ({ list, scene, whole }) => {
      const [many, one] = [sold(given, scene).till, sold(given, scene).till]
      for (const part of list) many.refund(Money.make(part, scene.cart.unit))
      one.refund(Money.make(whole, scene.cart.unit))
      same(taken(many), taken(one), `${told(scene)}, of which ${list.join(" + ")} is given back`)
    }),
  "never-take-more-than-was-given": (given) =>
    everySale(given, inParts(given, overRefund), ({ list, scene }) => {
      const { till } = sold(given, scene)
      const before = new Map<string, bigint>()
      for (const part of list) {
        till.refund(Money.make(part, scene.cart.unit))
        for (const { amount, key, taken } of till.rewards) {
          const isBounded = taken.minor >= (before.get(key) ?? 0n) && taken.minor <= amount.minor
          holds(isBounded, `${taken.minor} of ${amount.minor} is taken back from ${told(scene)}`)
          before.set(key, taken.minor)
        }
      }
    })
})

const messages: readonly Trial<Kind>[] = trials("messages", {
  "ask-for-what-was-granted": (given) =>
    everySale(given, scenes(given), (scene) => {
      const { kind, schema } = given
      const { paid, till } = sold(given, { ...scene, place: "advocate", moment: "released" })
      const issued = till.intents.filter(({ intent }) => intent === kind.issue)
      same(
        issued.map(({ amount }) => amount),
        kind.issue === undefined ? [] : till.rewards.map(({ amount }) => amount),
        `what a plugin is asked to give for ${told(scene)}`
      )
      const written = writtenOf(schema, accepted(given, scene.written))
      for (const { terms } of issued) same(terms, written, "the terms that a plugin is told")
      const granted = till.rewards.reduce((so, { amount }) => so + amount.minor, 0n)
      till.refund(paid)
      const withdrawn = till.intents.filter(({ intent }) => intent === kind.withdraw)
      same(
        withdrawn.reduce((so, { amount }) => so + amount.minor, 0n),
        kind.withdraw === undefined ? 0n : granted,
        `what a plugin is asked to take back of ${told(scene)}`
      )
      same(till.intents.length, issued.length + withdrawn.length, `all that a plugin is asked for ${told(scene)}`)
    })
})

export const refundTrials: readonly Trial<Kind>[] = [...ledger, ...refunds, ...messages]
