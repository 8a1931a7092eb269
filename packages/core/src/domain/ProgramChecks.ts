/** What only shows when the parts of a program are seen together. */
import * as CapTerms from "./CapTerms.ts"
import type { Catalogs } from "./Catalogs.ts"
import { isAboutPerson, unknownEntry } from "./Entries.ts"
import { exchangeIssues } from "./ExchangeChecks.ts"
import * as Give from "./Give.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import { budgetIssues, capIssues, lifeIssues, type Side } from "./LimitChecks.ts"
import type { Offer } from "./Offer.ts"
import { choiceIssues, comparisonIssues, lotteryIssues } from "./PolicyChecks.ts"
import * as PrizeTerms from "./PrizeTerms.ts"
import { type Program, sides } from "./ProgramTerms.ts"
import type { AnyRewardKind, Form } from "./RewardKind.ts"
import * as SpecialEvent from "./SpecialEvent.ts"
import * as TierTerms from "./TierTerms.ts"

type Path = readonly (string | number)[]

/** One order may earn all of them, and what one decision writes is bounded. */
const rewardsMax = 12

export const crossChecks = (program: Program, catalogs: Catalogs): readonly Issue[] => {
  const issues: Issue[] = []
  if (!catalogs.models.has(program.attribution.model)) {
    const known = [...catalogs.models.keys()]
    issues.push(unknownEntry(["attribution", "model"], "attribution model", program.attribution.model, known))
  }
  if (program.starts !== null && program.ends !== null && program.ends < program.starts) {
    issues.push({ path: "ends", message: `${program.ends} is before the program starts, ${program.starts}` })
  }
  issues.push(...referIssues(program, catalogs))
  const perksCount = program.tiers.reduce((count, { perks }) => count + perks.length, 0)
  const rewardsCount = sides(program)
    .flatMap(([, offers]) => offers)
    .reduce((count, { give }) => count + Give.rewardsIn(give).length, perksCount)
  if (rewardsCount > rewardsMax) {
    issues.push({
      path: "",
      message: `a program has at most ${rewardsMax} rewards in its offers, milestones and tiers in all, not ${rewardsCount}`
    })
  }
  const names = new Set<string>()
  for (const [side, offers] of sides(program)) {
    offers.forEach((offer, i) => {
      if (names.has(offer.id)) {
        issues.push({ path: pathText([side, i, "id"]), message: `"${offer.id}" names another offer already` })
      }
      names.add(offer.id)
      const path = [side, i, "give"]
      const isOff = isTakenOff(side, offer)
      issues.push(...laneIssues(offer, side, i, catalogs))
      for (const { caps, place, reward } of Give.placed(offer.give, path, catalogs)) {
        const entry = catalogs.rewards.get(reward.kind)
        if (entry?.form !== "value" && offer.onPartialRefund === "recompute") {
          issues.push({ path: pathText([side, i, "onPartialRefund"]), message: whyNotAgain(entry?.form, isOff) })
        }
        issues.push(...signUpIssues(offer.on, reward, entry, [side, i, "on"]))
        issues.push(...lifeIssues(entry, offer.expires, [side, i, "expires"]))
        issues.push(...budgetIssues(program, entry, reward, pathText(place)))
        const all = [{ caps: offer.caps, place: [side, i, "cap"] }, ...caps]
        if (all.reduce((count, one) => count + one.caps.length, 0) > CapTerms.capsMax) {
          issues.push({ path: pathText(place), message: `stands under more than ${CapTerms.capsMax} caps` })
        }
        for (const one of all) issues.push(...capIssues(one.caps, reward, side, entry, isOff, one.place))
      }
      issues.push(...comparisonIssues(offer.give, path, isOff, catalogs))
      issues.push(...choiceIssues(offer.give, path, catalogs))
      issues.push(...lotteryIssues(offer.give, path, isOff, catalogs))
    })
  }
  issues.push(...twiceBudgeted(program))
  issues.push(...exchangeIssues(program, names, catalogs))
  issues.push(...SpecialEvent.issues(program.events, program.timeZone, names))
  issues.push(...TierTerms.issues(program.tiers))
  issues.push(...perkIssues(program, catalogs))
  issues.push(...PrizeTerms.issues(program.prizes))
  issues.push(...prizeIssues(program, catalogs))
  return issues
}

/** Whoever enrolls has no order at hand. */
const referIssues = ({ refer }: Program, catalogs: Catalogs): readonly Issue[] =>
  refer.when.flatMap((one, i) => {
    const path = pathText(["refer", "when", i])
    const message = `${one.condition} looks at an order, and nobody orders while they enroll: ask for past orders or segments`
    return isAboutPerson(one, catalogs) ? [] : [{ path, message }]
  })

/** Whether its discounts are taken off at checkout; others are granted for a later order. */
const isTakenOff = (side: Side, { on }: Offer): boolean => side === "friend" && on !== "sign-up"

/** Only a discount that is taken off at checkout meets others there. */
const laneIssues = (offer: Offer, side: Side, i: number, catalogs: Catalogs): readonly Issue[] => {
  const { exclusive, give, lane } = offer
  if (lane === null && !exclusive) return []
  const isOff =
    isTakenOff(side, offer) && Give.rewardsIn(give).some(({ kind }) => catalogs.rewards.get(kind)?.form === "discount")
  const message = "orders the friend's discounts at checkout, and this offer gives none: leave it out"
  return isOff ? [] : [{ path: pathText([side, i, lane === null ? "exclusive" : "lane"]), message }]
}

const whyNotAgain = (form: Form | undefined, isOff: boolean): string =>
  form === "discount" && isOff
    ? 'a discount at checkout is a share of what was paid: write "proportional", or leave it out'
    : "it is granted as one piece, which has no part that could be computed again: leave it out"

/** No order stands behind a sign-up. */
const signUpIssues = (
  on: Offer["on"],
  { terms }: Give.Reward,
  kind: AnyRewardKind | undefined,
  path: Path
): readonly Issue[] => {
  if (on !== "sign-up" || kind === undefined || kind.form !== "value") return []
  if (kind.needsOrder?.(terms) !== true && kind.products?.(terms) === undefined) return []
  const message = `pays on sign-up, and this reward (${kind.kind}) is worth something only on an order: write on: "first order" or "every order"`
  return [{ path: pathText(path), message }]
}

/** A tier has no order, and what it brings goes with it: that is had, and not used up. */
const perkIssues = (program: Program, catalogs: Catalogs): readonly Issue[] =>
  program.tiers.flatMap(({ perks }, i) =>
    perks.flatMap((perk, n) => {
      const entry = catalogs.rewards.get(perk.kind)
      const path = pathText(["tiers", i, "perks", n])
      if (entry?.form === "perk") return budgetIssues(program, entry, perk, path)
      const message = `a ${perk.kind} is used up, and a perk goes with its tier: give it as a milestone, or write vip-status, access, invitation or badge`
      return [{ path: `${path}.kind`, message }]
    })
  )

/** No order and no friend stand behind a prize. */
const prizeIssues = (program: Program, catalogs: Catalogs): readonly Issue[] =>
  program.prizes.flatMap(({ places }, i) =>
    places.flatMap(({ caps, expires, give }, n): readonly Issue[] => {
      const entry = catalogs.rewards.get(give.kind)
      const path = ["prizes", i, "places", n]
      const needsOrder =
        entry?.form === "value" &&
        (entry.needsOrder?.(give.terms) === true || entry.products?.(give.terms) !== undefined)
      const ofOrder = `a ${give.kind} is worth something only on an order, and a prize has none: give an amount`
      const ofPair = "no friend stands behind a prize: cap it per person or program"
      const lasts = `${give.kind} is given away for good the moment it is available, so nothing of it can expire: leave it out`
      return [
        ...(needsOrder ? [{ path: pathText([...path, "give"]), message: ofOrder }] : []),
        ...(caps.some((cap) => cap.of === "pair") ? [{ path: pathText([...path, "cap"]), message: ofPair }] : []),
        ...(entry?.isGivenAway === true && expires !== null
          ? [{ path: pathText([...path, "expires"]), message: lasts }]
          : []),
        ...capIssues(caps, give, "milestones", entry, false, [...path, "cap"]),
        ...budgetIssues(program, entry, give, pathText([...path, "give"]))
      ]
    })
  )

/** Two budgets of one currency in one period would be one counter with two bounds. */
const twiceBudgeted = ({ budgets }: Program): readonly Issue[] =>
  budgets.flatMap(({ amount: { unit }, per }, i) =>
    budgets.findIndex((one) => one.amount.unit === unit && one.per === per) < i
      ? [{ path: pathText(["budget", i]), message: `is a second budget in ${unit} per ${per}: keep one of them` }]
      : []
  )
