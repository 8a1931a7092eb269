/** What only shows when the parts of a program are seen together. */
import type { Catalogs } from "./Catalogs.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import type * as Money from "./Money.ts"
import { unknownEntry } from "./Offer.ts"
import { type Program, sides } from "./ProgramTerms.ts"
import { isCurrency } from "./Unit.ts"

/** One order may earn all of them, and what one decision writes is bounded. */
const offersMax = 12

export const crossChecks = (program: Program, catalogs: Catalogs): readonly Issue[] => {
  const issues: Issue[] = []
  if (!catalogs.models.has(program.attribution.model)) {
    const known = [...catalogs.models.keys()]
    issues.push(unknownEntry(["attribution", "model"], "attribution model", program.attribution.model, known))
  }
  if (program.starts !== null && program.ends !== null && program.ends < program.starts) {
    issues.push({ path: "ends", message: `${program.ends} is before the program starts, ${program.starts}` })
  }
  const offersCount = sides(program).reduce((count, [, offers]) => count + offers.length, 0)
  if (offersCount > offersMax) {
    issues.push({
      path: "",
      message: `a program has at most ${offersMax} offers and milestones in all, not ${offersCount}`
    })
  }
  const names = new Set<string>()
  for (const [side, offers] of sides(program)) {
    offers.forEach((offer, i) => {
      if (names.has(offer.id)) {
        issues.push({ path: pathText([side, i, "id"]), message: `"${offer.id}" names another offer already` })
      }
      names.add(offer.id)
      const form = catalogs.rewards.get(offer.give.kind)?.form
      if (form !== "value" && offer.onPartialRefund === "recompute") {
        const message =
          form === "discount" && side === "friend"
            ? 'a discount at checkout is a share of what was paid: write "proportional", or leave it out'
            : "it is granted as one piece, which has no part that could be computed again: leave it out"
        issues.push({ path: pathText([side, i, "onPartialRefund"]), message })
      }
      const most = catalogs.rewards.get(offer.give.kind)?.most(offer.give.terms)
      issues.push(...budgetIssues(program, most, pathText([side, i, "give"])))
    })
  }
  return issues
}

/** A budget can only carry what has a price in its currency. */
const budgetIssues = (program: Program, most: Money.Money | undefined, path: string): readonly Issue[] => {
  if (program.budget === null) return []
  const { unit } = program.budget.amount
  if (most === undefined) {
    return [{ path, message: `has no maximum, so no budget can carry it: add maximum: "50.00 ${unit}"` }]
  }
  return most.unit === unit || !isCurrency(most.unit)
    ? []
    : [{ path, message: `is paid in ${most.unit}, but the budget is in ${unit}: one program pays in one currency` }]
}
