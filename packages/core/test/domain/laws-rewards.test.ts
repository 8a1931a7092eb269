import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Catalogs from "../../src/domain/Catalogs.ts"
import { type Compiled, type Rule, ruleOf } from "../../src/domain/Compile.ts"
import type { Decision } from "../../src/domain/Draft.ts"
import * as ExchangeTerms from "../../src/domain/ExchangeTerms.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { RefundId } from "../../src/domain/Ids.ts"
import * as Key from "../../src/domain/Key.ts"
import { type Leaf, layOut, leavesOf, type Shape } from "../../src/domain/Leaves.ts"
import * as Pin from "../../src/domain/Pin.ts"
import type * as PrizeTerms from "../../src/domain/PrizeTerms.ts"
import { history, live, ordersOf, referralsOf, rewardsOf } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all } from "../arbitraries/shop.ts"
import type { World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

/** Half of the histories are long walks of a few orders. */
const stories = (scope: { readonly edits?: boolean } = {}) =>
  fc.oneof(history(scope), history({ ...scope, isWalk: true }))

const stands = ({ state }: Fact.Reward): boolean => state !== "voided" && state !== "reversed"
const left = ({ amount, taken }: Fact.Reward): bigint => amount.minor - taken.minor

const termsOf = (world: World, reward: Pick<Fact.Reward, "program" | "version">): Compiled => {
  const terms = world.programs.get(`program/${reward.program}/v/${reward.version}`)
  if (terms === undefined) throw new Error(`no version ${reward.version}`)
  return terms
}

/** What every single grant still holds of each counter: what it took, less what was given back. */
const heldOf = (world: World): ReadonlyMap<string, ReadonlyMap<string, bigint>> => {
  const held = new Map<string, Map<string, bigint>>()
  for (const event of world.events) {
    if (!("reward" in event)) continue
    const mine = held.get(event.reward) ?? new Map<string, bigint>()
    held.set(event.reward, mine)
    for (const { add, counter } of "charges" in event ? event.charges : [])
      mine.set(counter, (mine.get(counter) ?? 0n) + add)
  }
  return held
}

/** Rewards of which something was used on another order than the one that earned them: that money is gone. */
const usedElsewhere = (world: World): ReadonlySet<string> =>
  new Set(
    world.events.flatMap((event) => {
      if (event._tag === "LotsSpent") return event.parts.map(({ reward }) => reward)
      return event._tag === "RewardRedeemed" || event._tag === "DebtSettled" ? [event.reward] : []
    })
  )

/** What sign-ups earned and points bought, and is neither taken back nor lapsed: by unit, and by person and unit. */
const keptWithoutOrder = (world: World): ReadonlyMap<string, bigint> => {
  const kept = new Map<string, bigint>()
  for (const reward of rewardsOf(world)) {
    const { amount, lapsed, order, person, state } = reward
    if (order !== null) continue
    const who = `${Key.part(person)} ${amount.unit}`
    for (const key of [amount.unit, who, ...(state === "pending" ? [`${who} pending`] : [])])
      kept.set(key, (kept.get(key) ?? 0n) + left(reward) - lapsed.minor)
  }
  return kept
}

/** Programs have paid for what lapsed, what sign-ups earned and what points bought, and for nothing else; what somebody holds besides, they owe. */
const nothingIsLeft = (world: World): void => {
  const kept = keptWithoutOrder(world)
  const paid = new Map<string, bigint>()
  const held = new Map<string, bigint>()
  for (const [key, value] of world.counters) {
    const [, account, name, unit, column] = key.split("/")
    // A unit of an entitlement that was used is gone: it turned into money.
    if (unit !== "points" && !/^[A-Z]{3}$/u.test(`${unit}`)) continue
    if (account === "expense" || account === "breakage") paid.set(`${unit}`, (paid.get(`${unit}`) ?? 0n) + value)
    if (account !== "owed" && account !== "debt") continue
    if (column === "pending" && value !== (kept.get(`${name} ${unit} pending`) ?? 0n))
      throw new Error(`${key} is ${value}`)
    held.set(`${name} ${unit}`, (held.get(`${name} ${unit}`) ?? 0n) + value)
  }
  for (const [unit, value] of paid)
    if (value !== -(kept.get(unit) ?? 0n)) throw new Error(`programs have paid ${value} ${unit}`)
  for (const [who, value] of held) if (value > (kept.get(who) ?? 0n)) throw new Error(`${who} has ${value}`)
}

/** What was used of a cap, by whom and when: counted here by the words of the program, not by the names of counters. */
interface Used {
  /** The highest bound that any reward was granted under: an edit that lowers a cap takes nothing back. */
  max: bigint
  readonly byDay: Map<number, bigint>
}

const dayMs = 86_400_000

/** Each list of places has caps of its own. */
const capsOfPrize = ({ id: prize, places }: PrizeTerms.Prize): readonly Pick<Leaf, "id" | "caps">[] =>
  places.map(({ caps }, i) => {
    const id = `${prize}.prize.${i + 1}`
    return { id, caps: caps.map((cap) => ({ name: id, cap })) }
  })

const capsHold = (world: World): void => {
  const held = heldOf(world)
  const used = new Map<string, Used>()
  for (const event of world.events) {
    const isAlone = event._tag === "RewardGranted" && event.friend === null
    if (event._tag !== "RewardGranted" || (isAlone && event.exchange === undefined && event.prize === undefined))
      continue
    const { program } = termsOf(world, event)
    const caps = [
      ...[...program.friend, ...program.advocate, ...program.milestones].flatMap((offer) =>
        leavesOf(layOut(offer, Catalogs.builtIn, (leaf): Pick<Leaf, "id" | "caps"> => leaf))
      ),
      ...program.exchanges.map((one) => ({ id: one.id, ...ExchangeTerms.limitsOf(one) })),
      ...program.prizes.flatMap(capsOfPrize)
    ].find((one) => one.id === event.rule)?.caps
    const at =
      event.choice?.at ?? (event.order === null ? event.at : world.fact<Fact.Order>(Key.order(event.order))?.at)
    const { friend } = event
    const referral = friend === null ? null : world.fact<Fact.Referral>(Key.referral(event.program, friend))
    const isHanging = referral === null && friend !== null
    if (caps === undefined || at === undefined || isHanging) throw new Error(`${event.id} hangs in the air`)
    const charges = event.charges.filter(({ counter }) => !counter.startsWith("budget/"))
    expect(charges.length).toBe(caps.length)
    caps.forEach(({ cap, name }, i) => {
      const { counter = "", window } = charges[i] ?? {}
      const unit = "amount" in cap.most ? cap.most.amount.unit : "rewards"
      const pair =
        event.side === "advocate" ? `${event.person} ${event.friend}` : `${referral?.advocate} ${event.friend}`
      const whose = { person: event.person as string, pair, program: "" }[cap.of]
      const isRolling = cap.per.startsWith("rolling")
      const when = isRolling ? cap.per : Calendar.periodOf(cap.per as Calendar.Period, program.timeZone)(at).key
      const key = [event.program, name, cap.of, whose, unit, when].join(" ")
      const one = used.get(key) ?? { max: 0n, byDay: new Map<number, bigint>() }
      used.set(key, one)
      const bound = "amount" in cap.most ? cap.most.amount.minor : BigInt(cap.most.count)
      if (bound > one.max) one.max = bound
      const day = isRolling ? Date.parse(Calendar.dateOf(at, program.timeZone)) / dayMs : 0
      // What comes more than a whole window late counts just before it.
      if (isRolling && window !== undefined) expect(window.day >= day).toBe(true)
      const on = window?.day ?? day
      one.byDay.set(on, (one.byDay.get(on) ?? 0n) + (held.get(event.reward)?.get(counter) ?? 0n))
    })
  }
  for (const [key, { byDay, max }] of used) {
    const days = Number(/rolling (\d+) days$/u.exec(key)?.[1] ?? 1)
    for (const end of byDay.keys()) {
      let sum = 0n
      for (const [day, add] of byDay) if (day > end - days && day <= end) sum += add
      if (sum > max) throw new Error(`${sum} of ${max} used of ${key}`)
      expect(sum >= 0n).toBe(true)
    }
  }
}

const rulesOf = ({ milestones, rules }: Compiled): ReadonlyArray<string> =>
  [...rules, ...milestones].map((rule) => rule.id)

describe("laws of rewards", () => {
  it("law 26: when every order is given back whole, nobody has anything left of it", () => {
    fc.assert(
      fc.property(stories({ edits: false }), fc.boolean(), (story, isLate) => {
        const world = live(story)
        if (isLate) world.advance(world.now + 20 * 86_400_000)
        for (const { free, order, person, total } of ordersOf(world)) {
          if (person === null) continue
          // Nothing was paid for it, so nothing can be paid back.
          if (free === true) world.run({ _tag: "CancelOrder", at: world.now, order })
          world.run({ _tag: "RefundOrder", at: world.now, order, refund: `all-${order}` as RefundId, amount: total })
        }
        // Who is in review keeps what is there until the review ends, either way.
        for (const { friend, program, state } of referralsOf(world)) {
          if (state !== "in-review") continue
          world.run({ _tag: "CloseReview", at: world.now, program, friend, verdict: isLate ? "approved" : "rejected" })
        }
        for (const reward of rewardsOf(world)) {
          const { lapsed, order, reward: id, state } = reward
          // What a sign-up earned and points bought has no order that could come back.
          if (order === null) continue
          if (left(reward) !== lapsed.minor) throw new Error(`${id} is ${state}`)
        }
        nothingIsLeft(world)
        // A claim on a person is no money: what was used elsewhere stays charged.
        const gone = usedElsewhere(world)
        const ofSignUp = new Set(all(world, "RewardGranted").flatMap((one) => (one.order === null ? [one.reward] : [])))
        for (const [reward, counters] of heldOf(world)) {
          const isHeld = [...counters].some(([counter, add]) => counter.startsWith("budget/") && add !== 0n)
          if (isHeld && !gone.has(reward) && !ofSignUp.has(reward)) throw new Error(`${reward} still holds a budget`)
        }
        expect(referralsOf(world).filter((one) => one.state === "qualified")).toEqual([])
      }),
      law
    )
  })

  it("law 28: what is taken back is never below zero, and never more than was granted", () => {
    fc.assert(
      fc.property(stories(), (story) => {
        live(story, {
          after: (world, _, outcome) => {
            if (outcome._tag !== "Decided") return
            for (const event of all(outcome.decision, "RewardTakenBack")) expect(event.amount.minor > 0n).toBe(true)
            for (const reward of rewardsOf(world)) {
              expect(reward.taken.minor >= 0n && left(reward) >= 0n).toBe(true)
              if (!stands(reward)) expect(left(reward)).toBe(0n)
            }
          }
        })
      }),
      law
    )
  })

  it("law 32: one fact earns one reward; a new generation only after the one before is gone", () => {
    fc.assert(
      fc.property(stories(), (story) => {
        const standing = new Map<string, number>()
        const generations = new Map<string, number>()
        for (const event of live(story).events) {
          if (event._tag === "RewardGranted") {
            expect(standing.get(event.key) ?? 0).toBe(0)
            expect(event.generation).toBe((generations.get(event.key) ?? 0) + 1)
            generations.set(event.key, event.generation)
            standing.set(event.key, 1)
          }
          if (event._tag === "RewardTakenBack" && (event.to === "voided" || event.to === "reversed"))
            standing.set(event.key, 0)
        }
      }),
      law
    )
  })

  it("law 33: no reward before its friend qualified, and none available before its hold is over", () => {
    fc.assert(
      fc.property(stories(), (story) => {
        const world = live(story)
        const qualified = new Set<string>()
        const counted = new Set<string>()
        const attributed = new Set<string>()
        const granted = new Set<string>()
        for (const event of world.events) {
          if (event._tag === "ReferralAttributed")
            attributed.add(`${event.program} ${event.friend} ${event.generation}`)
          if (event._tag === "ReferralQualified") qualified.add(`${event.program} ${event.friend}`)
          if (event._tag === "ReferralUnqualified") qualified.delete(`${event.program} ${event.friend}`)
          if (event._tag === "ReferralQualified" || event._tag === "OrderCounted") {
            expect(qualified.has(`${event.program} ${event.friend}`)).toBe(true)
            counted.add(`${event.program} ${event.friend} ${event.order}`)
          }
          if (event._tag === "RewardGranted" && event.friend !== null) {
            expect(attributed.has(`${event.program} ${event.friend} ${event.attribution}`)).toBe(true)
            // What is chosen in place of a reward has that one's occasion, and is held from then on.
            const isChosenAnew = event.choice?.instead !== undefined
            if (isChosenAnew) expect(granted.has(event.choice?.instead ?? "")).toBe(true)
            else expect(qualified.has(`${event.program} ${event.friend}`) || event.order === null).toBe(true)
            granted.add(event.reward)
            expect(counted.has(`${event.program} ${event.friend} ${event.order}`)).toBe(event.order !== null)
            const terms = world.programs.get(`program/${event.program}/v/${event.version}`)
            const rule = terms === undefined ? undefined : ruleOf(terms, event.rule)
            if (rule?.atCheckout !== true)
              expect(event.availableAt).toBe(
                (isChosenAnew ? (event.choice?.since ?? 0) : event.recorded) + (rule?.holdMs ?? 0)
              )
            if (event.state !== "available") continue
            if (isChosenAnew) expect(event.availableAt).toBeLessThanOrEqual(event.recorded)
            else expect(event.availableAt).toBe(event.recorded)
          }
          if (event._tag === "RewardReleased") expect(event.at).toBeLessThanOrEqual(event.recorded)
        }
        for (const one of rewardsOf(world)) {
          if (one.state === "available" || one.state === "redeemed")
            expect(one.availableAt).toBeLessThanOrEqual(world.now)
        }
      }),
      law
    )
  })

  it("law 34: at every prefix, no cap is passed", () => {
    let prizes = 0
    fc.assert(
      fc.property(stories(), (story) => {
        const world = live(story, { after: capsHold })
        prizes += all(world, "RewardGranted").filter(({ charges, prize }) => prize && charges.length > 0).length
      }),
      law
    )
    // Few prizes have a cap, which only shows over many histories.
    if (law.numRuns >= 200) expect(prizes).toBeGreaterThan(0)
  })

  it("law 36: at every prefix, no grant passes the budget, and whoever gets nothing is told why", () => {
    fc.assert(
      fc.property(stories(), (story) => {
        let before = new Map<string, bigint>()
        live(story, {
          after: (world, _, outcome) => {
            for (const [key, value] of world.counters) {
              if (!key.startsWith("budget/")) continue
              expect(value >= 0n).toBe(true)
              if (value > (before.get(key) ?? 0n)) expect(value <= liveBudget(world, key)).toBe(true)
            }
            before = new Map(world.counters)
            if (outcome._tag === "Decided") everyRuleAnswers(world, outcome.decision)
          }
        })
      }),
      law
    )
  })
})

const isPeriod = {
  "calendar day": /^\d{4}-\d\d-\d\d$/u,
  "calendar week": /^\d{4}-W\d\d$/u,
  "calendar month": /^\d{4}-\d\d$/u,
  "calendar quarter": /^\d{4}-Q\d$/u,
  "calendar year": /^\d{4}$/u,
  ever: /^ever$/u
}

const liveBudget = (world: World, counter: string): bigint => {
  const [, program, period = "", unit] = counter.split("/")
  const head = world.fact<Fact.ProgramHead>(`program/${program}`)
  // A version that became live meanwhile counts for what happened since: of two, the larger bound is the bound.
  return (head === null ? [] : Pin.liveVersions(head)).reduce((most, version) => {
    const budgets = world.programs.get(`program/${program}/v/${version}`)?.program.budgets ?? []
    const found = budgets.find(({ amount, per }) => amount.unit === unit && isPeriod[per].test(period))
    return found === undefined || found.amount.minor < most ? most : found.amount.minor
  }, 0n)
}

/** Of parts that stand for each other the first that gives something is asked, and those before it. */
const isAnswered = (offer: Shape<Rule>, answered: ReadonlySet<string>): boolean => {
  if (offer._tag === "Leaf") return answered.has(offer.leaf.id)
  const ask = (part: Shape<Rule>): boolean => isAnswered(part, answered)
  return offer.of.length === 0 || (offer.gives === "each" ? offer.of.every(ask) : offer.of.some(ask))
}

/** The terms that a referral is decided under: its own, or those that it was moved to. */
const decidedUnder = (
  world: World,
  referral: Fact.Referral | undefined,
  { events }: Decision
): Compiled | undefined => {
  const head = referral === undefined ? null : world.fact<Fact.ProgramHead>(Key.program(referral.program))
  if (head === null || referral === undefined) return undefined
  const version = Pin.termsOf(head, referral.version, events[0]?.at ?? world.now)
  return world.programs.get(`program/${referral.program}/v/${version}`)
}

/** Each rule of the terms granted, refused or did not cover, once per friend who qualified. */
const everyRuleAnswers = (world: World, decision: Decision): void => {
  for (const { friend, program } of all(decision, "ReferralQualified")) {
    const referral = referralsOf(world).find((one) => one.program === program && one.friend === friend)
    const terms = decidedUnder(world, referral, decision)
    if (terms === undefined) continue
    const answered = [
      ...all(decision, "RewardGranted"),
      ...all(decision, "RewardRefused"),
      ...all(decision, "DiscountNotCovered")
    ].map((one) => one.rule)
    // What a quote promised under terms that it was moved away from is not covered, by the name that it had there.
    const named = [...all(decision, "RewardGranted"), ...all(decision, "RewardRefused")]
      .map((one) => one.rule)
      // Perks are the live program's.
      .filter((rule) => !rule.includes(".perk."))
    expect(rulesOf(terms)).toEqual(expect.arrayContaining([...new Set(named)]))
    for (const rule of terms.onFirst) expect(answered.filter((one) => one === rule.id).length).toBeLessThanOrEqual(1)
    for (const offer of terms.offers) expect(isAnswered(offer, new Set(answered))).toBe(true)
  }
  for (const { friend, order, program } of all(decision, "OrderCounted")) {
    const referral = referralsOf(world).find((one) => one.program === program && one.friend === friend)
    const terms = decidedUnder(world, referral, decision)
    const answered = [
      ...all(decision, "RewardGranted"),
      ...all(decision, "RewardRefused"),
      ...all(decision, "DiscountNotCovered")
    ].map((one) => one.rule)
    const due = referral?.order === order ? terms?.offers : terms?.everyOrder
    for (const offer of due ?? []) expect(isAnswered(offer, new Set(answered))).toBe(true)
    expect(new Set(answered).size).toBe(answered.length)
  }
  for (const order of all(decision, "OrderRecorded")) {
    // A discount that the store gave is covered by a grant, or said not to be.
    const covered = [...all(decision, "RewardGranted"), ...all(decision, "DiscountNotCovered")].map((one) => one.rule)
    const isHeld = all(decision, "ReviewOpened").length + all(decision, "OrderAwaitsReview").length > 0
    if (!isHeld) for (const { rule } of order.discounts) expect(covered).toContain(rule)
  }
}
