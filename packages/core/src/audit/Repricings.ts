/** What is held and valued anew: by which version, from what to what, and what that leaves it under. */
import type { EntryOf } from "./Entry.ts"
import type { Sources } from "./Grants.ts"
import * as Losses from "./Losses.ts"
import * as Multipliers from "./Multipliers.ts"
import { worthOn } from "./Offers.ts"
import { fixedKinds, isEntitlement, left, type Reward } from "./Reward.ts"

export const read = (sources: Sources, reward: Reward, entry: EntryOf<"RewardRepriced">): void => {
  const { notes, programs } = sources
  const { from, id, isValued, recorded, to, version } = entry
  const { granted, state } = reward
  const { availableAt, program } = granted
  notes.same("reprice", id, "the reward", "pending", state)
  notes.same("reprice", id, "bought with points", false, granted.exchange !== null)
  notes.holds(
    availableAt > recorded,
    "reprice",
    id,
    "the end of its hold",
    () => `after ${recorded}`,
    () => availableAt
  )
  notes.same("reprice", id, "the version that asks for it", programs.reprices(program, entry.at), version)
  notes.holds(
    version > (reward.repriced ?? granted.version),
    "reprice",
    id,
    "the version",
    () => `above ${reward.repriced ?? granted.version}`,
    () => version
  )
  notes.same("reprice", id, "what was left of it", `${left(reward)} ${reward.amount.unit}`, textOf(from))
  notes.same("reprice", id, "its unit", from.unit, to.unit)
  reward.repriced = version
  if (!isValued) return stays(sources, entry)
  valued(sources, reward, entry)
  charge(reward, entry)
  if (entry.charges.length > 0 && !granted.milestone) written(sources, granted, recorded)
  reward.granted = { ...granted, version, basis: entry.basis, ofLines: entry.ofLines }
  reward.amount = entry.amount
  reward.taken = entry.amount.minor - to.minor
  reward.hold = entry.transfers.find(({ phase }) => phase === "pending")?.id ?? reward.hold
  const lost = granted.milestone || granted.order === null ? 0n : Losses.withOrder(sources, reward)
  if (lost !== undefined) notes.same("reprice", id, "what of it refunds have taken", lost, reward.taken)
}

/** What earned it remembers the rolling caps that it charges. */
const written = ({ orders, referrals }: Sources, granted: Reward["granted"], recorded: number): void => {
  const behind = granted.order === null ? referrals.get(granted.program, granted.friend) : orders.get(granted.order)
  if (behind !== undefined) behind.last = recorded
}

const textOf = ({ minor, unit }: { readonly minor: bigint; readonly unit: string }): string => `${minor} ${unit}`

const stays = ({ notes }: Sources, { charges, from, id, to }: EntryOf<"RewardRepriced">): void => {
  notes.same("reprice", id, "what stays as it was", textOf(from), textOf(to))
  notes.same("reprice", id, "the counters of what stays as it was", 0, charges.length)
}

const valued = (sources: Sources, { granted }: Reward, entry: EntryOf<"RewardRepriced">): void => {
  const { notes, orders, programs } = sources
  const { amount, basis, id, ofLines, to, version } = entry
  const offer = programs.terms(granted.program, version)?.offers.get(granted.rule)
  if (!notes.same("reprice", id, "the kind by the new terms", granted.kind, offer?.kind ?? "none")) return
  if (offer === undefined) return
  if (offer.amount !== null && fixedKinds.has(granted.kind)) {
    const whole = Multipliers.apply(granted.multiplied, worthOn(offer, basis))
    notes.same("reprice", id, "the amount", whole, amount.minor)
  }
  if (isEntitlement(granted)) notes.same("reprice", id, "the number of entitlements", 1n, to.minor)
  const isPart = !granted.milestone && granted.order !== null && !isEntitlement(granted)
  const lost = amount.minor - to.minor
  notes.holds(
    isPart ? lost >= 0n : lost === 0n,
    "reprice",
    id,
    "what it has lost of that",
    () => (isPart ? "0 or above" : "0"),
    () => lost
  )
  // Where refunds compute the reward anew, so does this; of what goes by its order's total, that total stays its measure.
  const isByLines = ofLines === true || granted.ofLines === true
  const measures = [granted.basis.minor, orders.kept(granted.order)]
  const isMeasure = isByLines || measures.includes(basis.minor)
  notes.holds(
    isMeasure,
    "reprice",
    id,
    "the basis",
    () => measures.join(" or "),
    () => basis.minor
  )
}

/** What it holds now, as if all of the amount had been charged and refunds had given some of it back. */
const charge = (reward: Reward, { amount, charges, to }: EntryOf<"RewardRepriced">): void => {
  const sums = new Map<string, EntryOf<"RewardGranted">["charges"][number]>()
  const of = ({ counter, window }: EntryOf<"RewardGranted">["charges"][number]): string => `${counter} ${window?.day}`
  const isOfAmount = (counter: string): boolean => counter.endsWith(`/${to.unit}`)
  for (const one of reward.charged.values()) {
    sums.set(of(one), { ...one, add: one.add - (isOfAmount(one.counter) ? reward.taken : 0n) })
  }
  for (const one of charges) sums.set(of(one), { ...one, add: (sums.get(of(one))?.add ?? 0n) + one.add })
  reward.charged.clear()
  const lost = amount.minor - to.minor
  for (const one of sums.values()) {
    if (one.add === 0n) continue
    reward.charged.set(one.counter, { ...one, add: one.add + (isOfAmount(one.counter) ? lost : 0n) })
  }
}
