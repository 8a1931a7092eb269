/** What an exchange of a program says that nobody could ever have. */
import type { Catalogs } from "./Catalogs.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import { budgetIssues, capIssues, lifeIssues } from "./LimitChecks.ts"
import type { Program } from "./ProgramTerms.ts"
import { points } from "./Unit.ts"

/** What only shows when the program is seen as a whole: nobody orders, refers or is referred while they exchange points. */
export const exchangeIssues = (program: Program, names: ReadonlySet<string>, catalogs: Catalogs): readonly Issue[] =>
  program.exchanges.flatMap((exchange, i) => {
    const { caps, expires, give, id } = exchange
    const at = (...path: readonly (string | number)[]): readonly (string | number)[] => ["exchanges", i, ...path]
    const kind = catalogs.rewards.get(give.kind)
    const issue = (isSo: boolean, path: readonly (string | number)[], message: string): readonly Issue[] =>
      isSo ? [{ path: pathText(path), message }] : []
    const isTwice = names.has(id) || program.exchanges.findIndex((one) => one.id === id) < i
    const ofOrder = kind?.needsOrder?.(give.terms) === true || kind?.products?.(give.terms) !== undefined
    return [
      ...issue(isTwice, at("id"), `"${id}" names an offer or another exchange already`),
      ...issue(
        kind?.form === "value" && ofOrder,
        at("give"),
        `is worth something only on an order (${give.kind}), and nobody orders while they exchange points: give a fixed amount`
      ),
      ...issue(kind?.most(give.terms)?.unit === points, at("give"), "gives points for points: give something else"),
      ...caps.flatMap((cap, n) => [
        ...issue(
          cap.of === "pair",
          at("cap", ...(caps.length > 1 ? [n] : []), "of"),
          'no friend stands behind an exchange: write "person" or "program"'
        ),
        ...issue(
          cap.onFull === "fill",
          at("cap", ...(caps.length > 1 ? [n] : []), "onFull"),
          'points buy a reward whole or not at all: write "refuse"'
        )
      ]),
      ...lifeIssues(kind, expires, at("expires")),
      ...budgetIssues(program, kind, give, pathText(at("give"))),
      ...capIssues(caps, give, "exchanges", kind, false, at("cap"))
    ]
  })
