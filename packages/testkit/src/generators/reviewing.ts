/** Steps of reviews: somebody is put aside, what is learned of them meanwhile, and the verdict. */
import { type Command, type Fact, type Ids, type Instant, Key, Money } from "@goodword/core"
import { programId } from "./editing.ts"
import { nth, referralsOf } from "./found.ts"
import { codeOf, personId } from "./people.ts"
import type { Step } from "./steps.ts"
import { unwrap } from "./unwrap.ts"
import type { World } from "./World.ts"

export const reviewing = (
  step: Extract<Step, { do: "review" | "verdict" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const referrals = referralsOf(world)
  if (step.do === "verdict") {
    const verdict = step.approved ? "approved" : "rejected"
    const waiting = nth(referrals.filter(isWaiting), step.nth)
    return waiting.map(({ friend, program }) => ({ _tag: "CloseReview", at, program, friend, verdict }))
  }
  const reviewable = referrals.filter((one) => one.state !== "rejected" && !isWaiting(one))
  // Few are open for long: half of the time one of them, whose order then waits.
  const open = reviewable.filter((one) => one.state === "open")
  const asked = nth(step.nth % 2 === 0 && open.length > 0 ? open : reviewable, step.nth)
  return asked.map(({ friend, program }) => ({ _tag: "OpenReview", at, program, friend }))
}

const isWaiting = ({ state }: Fact.Referral): boolean => state === "in-review"

export const watching = (program: Ids.ProgramId, person: Ids.PersonId, at: Instant.Instant): readonly Command[] => [
  { _tag: "RecordSignup", at, person },
  { _tag: "OpenReview", at, program, friend: person }
]

/** Where nobody is in review, somebody comes who is nobody's friend there yet, and is put aside. */
export const recognizing = (
  { asAdvocate, isEdited, nth: n, program: of, total, verdict }: Extract<Step, { do: "recognize" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const known = referralsOf(world)
  const id = `${world.events.length}`
  const paid = unwrap(Money.parse(total))
  const ordering = (order: string, person: Ids.PersonId) => ({
    _tag: "RecordOrder" as const,
    at,
    order: `o${id}-${order}` as Ids.OrderId,
    person,
    total: paid
  })
  const edits = [{ ...paid, minor: 0n }, paid].map((to, i) => {
    const order = `o${id}-waits` as Ids.OrderId
    return { _tag: "ChangeOrder" as const, at, order, revision: i + 1, total: to }
  })
  const [waiting] = nth(known.filter(isWaiting), n)
  const program = waiting?.program ?? programId(of)
  const isKnown = new Set(known.flatMap((one) => (one.program === program ? [one.friend] : [])))
  const [stranger] = nth(
    [2, 3, 4].map(personId).filter((one) => !isKnown.has(one)),
    n
  )
  const friend = waiting?.friend ?? stranger
  if (friend === undefined) return []
  const subject = { subject: friend, source: "click" as const, code: codeOf(program, 0), touch: `k-${id}` }
  const coming: readonly Command[] = [{ _tag: "RecordTouch", at, ...subject }, ...watching(program, friend, at)]
  const address = world.fact<Fact.Prints>(Key.prints(waiting?.advocate ?? personId(0)))?.email[0]
  const prints = [asAdvocate && address !== undefined ? address : "print-home"]
  return [
    ...(waiting === undefined ? coming : []),
    ordering("waits", friend),
    { ...ordering("told", friend), prints },
    ...(verdict === "none" ? [] : [{ _tag: "CloseReview", at, program, friend, verdict } as const]),
    ...(isEdited ? edits : [])
  ]
}
