/**
 * The ledger by hand: every transfer is entered into its two accounts, holds are kept until they are resolved, and each
 * event's movements are compared with what the event says that it moves.
 */
import type { PlacedEvent } from "../ports/Store.ts"
import type { Entry } from "./Entry.ts"
import * as Fingerprints from "./Fingerprints.ts"
import * as Names from "./Names.ts"
import type { Notes } from "./Report.ts"
import * as Reward from "./Reward.ts"

type Transfer = PlacedEvent["transfers"][number]

interface Hold {
  readonly debit: string
  readonly credit: string
  readonly unit: string
  left: bigint
}

export interface Transfers {
  readonly read: (entry: Entry, steps: readonly Reward.Step[]) => void
  /** What the transfers sum to, by the key of the balance. */
  readonly balances: Map<string, bigint>
  readonly counts: () => { readonly transfers: number; readonly accounts: number }
}

interface Books {
  readonly notes: Notes
  readonly balances: Map<string, bigint>
  readonly holds: Map<string, Hold>
  readonly accounts: Set<string>
  readonly isNew: (id: string) => boolean
  /** What each reward has on its person's account. */
  readonly standing: Map<string, { pending: bigint; posted: bigint }>
}

export const make = (notes: Notes): Transfers => {
  const ids = Fingerprints.make()
  const books: Books = {
    notes,
    balances: new Map(),
    holds: new Map(),
    accounts: new Set(),
    isNew: ids.add,
    standing: new Map()
  }
  let transfers = 0
  return {
    read: (entry, steps) => {
      transfers += entry.transfers.length
      const moved = new Map<string, bigint>()
      for (const transfer of entry.transfers) {
        if (!shape(books, transfer)) continue
        hold(books, transfer)
        enter(transfer, moved)
      }
      if (steps.length > 0 || moved.size > 0) postings(books, entry, steps, moved)
      post(books, entry, moved)
      for (const step of steps) standing(books, step, steps.length === 1 ? moved : movedBy(step))
    },
    balances: books.balances,
    counts: () => ({ transfers, accounts: books.accounts.size })
  }
}

const account = /^(expense|owed|debt|redeemed|breakage)\/[^/]+$/u

const shape = ({ isNew, notes }: Books, { amount, credit, debit, id, of, phase }: Transfer): boolean => {
  notes.holds(
    isNew(id),
    "transfer-id",
    id,
    "the id",
    () => "new",
    () => "there before"
  )
  const isAmount = typeof amount?.minor === "bigint" && typeof amount.unit === "string" && amount.unit !== ""
  const check = (isSo: boolean, what: string, expected: string, actual: () => string): boolean =>
    notes.holds(isSo, "transfer-shape", id, what, () => expected, actual)
  return [
    check(isAmount, "the amount", "minor units and a unit", () => `${amount?.minor} ${amount?.unit}`),
    check(isAmount && amount.minor > 0n, "the amount", "above 0", () => `${amount?.minor}`),
    check(debit !== credit, "the accounts", "two", () => `${debit} twice`),
    check(account.test(debit), "the debit", "an account of the ledger", () => debit),
    check(account.test(credit), "the credit", "an account of the ledger", () => credit),
    check(["pending", "post", "void", "direct"].includes(phase), "the phase", "one of four", () => phase),
    check(
      (phase === "post" || phase === "void") === (of !== undefined),
      "of",
      "the hold of a post or void",
      () => `${of}`
    )
  ].every((isSo) => isSo)
}

/** Open holds are kept, resolved ones are let go: whoever resolves one again finds none. */
const hold = ({ holds, notes }: Books, { amount, credit, debit, id, of, phase }: Transfer): void => {
  if (phase === "pending") holds.set(id, { debit, credit, unit: amount.unit, left: amount.minor })
  if (phase !== "post" && phase !== "void") return
  const open = holds.get(of ?? "")
  if (!notes.same("hold", id, `hold ${of}`, "open", open === undefined ? "not there, or resolved" : "open")) return
  if (open === undefined) return
  notes.same("hold", id, "the accounts", `${open.debit} to ${open.credit}`, `${debit} to ${credit}`)
  notes.same("hold", id, "the unit", open.unit, amount.unit)
  const { left } = open
  if (phase === "post") notes.same("hold", id, "the amount", left, amount.minor)
  else
    notes.holds(
      amount.minor <= left,
      "hold",
      id,
      "the amount",
      () => `${left} at most`,
      () => amount.minor
    )
  open.left -= amount.minor
  if (phase === "post" || open.left <= 0n) holds.delete(of ?? "")
}

const add = (to: Map<string, bigint>, key: string, minor: bigint): void => {
  to.set(key, (to.get(key) ?? 0n) + minor)
}

type Moving = Pick<Transfer, "debit" | "credit" | "phase"> & {
  readonly amount: { readonly minor: bigint; readonly unit: string }
}

const enter = ({ amount, credit, debit, phase }: Moving, into: Map<string, bigint>): void => {
  const { minor, unit } = amount
  const move = (column: Names.Column, by: bigint): void => {
    add(into, Names.balance(debit, unit, column), -by)
    add(into, Names.balance(credit, unit, column), by)
  }
  if (phase === "pending") move("pending", minor)
  if (phase === "post" || phase === "void") move("pending", -minor)
  if (phase === "post" || phase === "direct") move("posted", minor)
}

/** What an event says that it moves: `[from, to, minor, unit, column]`. */
type Movement = readonly [from: string, to: string, minor: bigint, unit: string, column: Names.Column]

const movementsOf = ({ before, entry, left, part, reward, unit }: Reward.Step): readonly Movement[] => {
  const { person, program } = reward.granted
  const [expense, owed, used] = [Names.expense(program), Names.owed(person), Names.redeemed(program)]
  switch (entry.type) {
    case "RewardGranted": {
      const { minor } = entry.amount
      if (entry.state === "pending") return [[expense, owed, minor, unit, "pending"]]
      return [[expense, entry.state === "redeemed" ? used : owed, minor, unit, "posted"]]
    }
    case "RewardRepriced":
      return [
        [owed, expense, left, unit, "pending"],
        [expense, owed, entry.to.minor, unit, "pending"]
      ]
    case "RewardReleased":
      return [
        [owed, expense, left, unit, "pending"],
        [expense, owed, left, unit, "posted"]
      ]
    case "RewardTakenBack": {
      const { amount, debt } = entry
      const other = amount.minor - debt.minor
      if (before === "pending") return [[owed, expense, other, unit, "pending"]]
      const from = before === "available" ? owed : used
      return [
        [from, expense, other, unit, "posted"],
        [Names.debt(person), expense, debt.minor, unit, "posted"]
      ]
    }
    case "RewardRedeemed": {
      const { value } = entry
      const use: Movement = [owed, used, left, unit, "posted"]
      return value.unit === unit ? [use] : [use, [expense, used, value.minor, value.unit, "posted"]]
    }
    case "RewardReturned": {
      const { amount, value } = entry
      return [
        [used, expense, value.minor, value.unit, "posted"],
        [used, owed, amount.minor, amount.unit, "posted"]
      ]
    }
    case "RewardExpired":
      return [[owed, Names.breakage(program), left, unit, "posted"]]
    case "LotsSpent":
      return [[owed, used, part, unit, "posted"]]
    case "LotsReturned":
      return [[used, owed, part, unit, "posted"]]
    case "DebtSettled":
      return [[owed, Names.debt(person), part, unit, "posted"]]
  }
}

/** What one lot of several is moved by; that they add up to the transfers is seen by `postings`. */
const movedBy = (step: Reward.Step): ReadonlyMap<string, bigint> => {
  const moved = new Map<string, bigint>()
  for (const [from, to, minor, unit, column] of movementsOf(step)) {
    add(moved, Names.balance(from, unit, column), -minor)
    add(moved, Names.balance(to, unit, column), minor)
  }
  return moved
}

const postings = ({ notes }: Books, { id }: Entry, steps: readonly Reward.Step[], moved: Map<string, bigint>): void => {
  const said = new Map<string, bigint>()
  for (const step of steps) for (const [key, minor] of movedBy(step)) add(said, key, minor)
  for (const key of new Set([...said.keys(), ...moved.keys()])) {
    notes.same("postings", id, `what it adds to ${key}`, said.get(key) ?? 0n, moved.get(key) ?? 0n)
  }
}

/** Which accounts hold what people have or had: these are never below zero, the others never above. */
const isOwn = /^balance\/(owed|redeemed|breakage)\//u

const post = ({ accounts, balances, notes }: Books, { id }: Entry, moved: Map<string, bigint>): void => {
  for (const [key, minor] of moved) {
    add(balances, key, minor)
    accounts.add(key.slice("balance/".length, key.indexOf("/", key.indexOf("/", "balance/".length) + 1)))
    const value = balances.get(key) ?? 0n
    const own = isOwn.test(key)
    const isFitting = own ? value >= 0n : value <= 0n
    notes.holds(
      isFitting,
      "liability",
      key,
      `after ${id}, it`,
      () => (own ? "0 or above" : "0 or below"),
      () => value
    )
  }
}

/** What stands on the person's account for a reward is what is left of it. */
const standing = (
  { notes, standing }: Books,
  { entry, reward, unit }: Reward.Step,
  moved: ReadonlyMap<string, bigint>
): void => {
  const id = reward.granted.reward
  const has = standing.get(id) ?? { pending: 0n, posted: 0n }
  const owed = Names.owed(reward.granted.person)
  for (const column of ["pending", "posted"] as const) has[column] += moved.get(Names.balance(owed, unit, column)) ?? 0n
  const rest = Reward.left(reward)
  notes.same("reward-balance", id, `pending after ${entry.id}`, reward.state === "pending" ? rest : 0n, has.pending)
  notes.same("reward-balance", id, `posted after ${entry.id}`, reward.state === "available" ? rest : 0n, has.posted)
  if (has.pending === 0n && has.posted === 0n) standing.delete(id)
  else standing.set(id, has)
}
