// What 32 callers ask of a shop: new advocates and friends, orders, the same again, edits, refunds, redemptions.
import { Refusal } from "../../packages/core/src/index.ts"
import type { Goodword, Input } from "../../packages/core/src/promise.ts"
import type { Chance } from "./chance.ts"

export type Call =
  | { readonly door: "enroll"; readonly input: Input.Enroll }
  | { readonly door: "touch"; readonly input: Input.Touch }
  | { readonly door: "signedUp"; readonly input: Input.Signup }
  | { readonly door: "quote"; readonly input: Input.Quote }
  | { readonly door: "orderPaid"; readonly input: Input.OrderPaid }
  | { readonly door: "orderChanged"; readonly input: Input.OrderChanged }
  | { readonly door: "orderRefunded"; readonly input: Input.OrderRefunded }
  | { readonly door: "openReview"; readonly input: Input.OpenReview }
  | { readonly door: "closeReview"; readonly input: Input.CloseReview }
  | { readonly door: "redeem"; readonly input: Input.Redeem }

/** What has been, as far as new calls are made of it. */
export interface Material {
  readonly codes: string[]
  readonly friends: string[]
  readonly orders: string[]
  readonly rewards: string[]
  readonly calls: Call[]
}

export const noMaterial = (): Material => ({ codes: [], friends: [], orders: [], rewards: [], calls: [] })

const remembered = 500

/** Notes a call and, where there is one, its answer. */
export const note = (material: Material, call: Call, answer?: unknown): void => {
  const keep = <A>(list: A[], one: A): void => {
    if (!list.includes(one)) list.push(one)
    if (list.length > remembered) list.shift()
  }
  keep(material.calls, call)
  if (answer === undefined) return
  if (call.door === "enroll") keep(material.codes, call.input.code ?? "")
  if (call.door === "orderPaid") {
    keep(material.orders, call.input.order)
    keep(material.friends, call.input.customer)
  }
  const { rewards = [] } = answer as { readonly rewards?: readonly { readonly id: string; readonly side: string }[] }
  for (const { id, side } of rewards) if (side === "advocate") keep(material.rewards, id)
}

const totals = ["100.00 USD", "33.33 USD", "0.01 USD", "80.00 USD", "450.00 USD"] as const
const edits = ["60.00 USD", "120.00 USD", "0.00 USD"] as const
const refunds = ["10.00 USD", "25.50 USD", "80.00 USD"] as const

/** The next calls of a caller, one after another; `name` is in no other call of the run. */
export const nextCalls = (chance: Chance, material: Material, name: string): readonly Call[] => {
  // A few advocates have most of the friends, so that caps are reached.
  const code = chance.below(2) === 0 ? chance.pick(material.codes) : material.codes.at(-1 - chance.below(4))
  const order = chance.pick(material.orders)
  const draw = chance.below(100)
  if (code === undefined || draw < 6) return [enroll(name)]
  if (draw < 41) return conversion(chance, code, name)
  if (draw < 60) return again(chance, material)
  if (draw < 68)
    return [{ door: "orderPaid", input: { order: name, customer: friendOf(chance, material), total: "50.00 USD" } }]
  if (order === undefined) return []
  if (draw < 77) {
    const revision = chance.below(edits.length)
    return [{ door: "orderChanged", input: { order, revision: revision + 1, total: edits[revision] ?? "" } }]
  }
  if (draw < 87) {
    const n = chance.below(refunds.length)
    return [{ door: "orderRefunded", input: { order, refund: `r${n}`, amount: refunds[n] ?? "" } }]
  }
  if (draw < 97) {
    const reward = chance.pick(material.rewards)
    return reward === undefined
      ? []
      : [{ door: "redeem", input: { reward, order: `use-${name}`, total: "100.00 USD" } }]
  }
  return review(chance, friendOf(chance, material), name)
}

const friendOf = (chance: Chance, { friends }: Material): string => chance.pick(friends) ?? "nobody"

const enroll = (name: string): Call => ({
  door: "enroll",
  input: { customer: `adv-${name}`, code: `C-${name}`.toUpperCase(), key: `e-${name}` }
})

/** Somebody clicks, signs up and buys, with some of the steps left out. */
const conversion = (chance: Chance, code: string, name: string): readonly Call[] => {
  const customer = `cus-${name}`
  const visitor = `vis-${name}`
  const total = chance.pick(totals) ?? "1.00 USD"
  const isQuoted = chance.below(2) === 0
  // One in three gives an address, which others of the household may have ordered under.
  const email = chance.below(3) === 0 ? { email: `home-${chance.below(60)}@example.com` } : {}
  const calls: Call[] = [{ door: "touch", input: { code, visitor, key: `t-${name}` } }]
  if (chance.below(2) === 0) calls.push({ door: "signedUp", input: { customer, visitor, ...email } })
  if (isQuoted) calls.push({ door: "quote", input: { customer, visitor, ...email, cart: { total }, key: `q-${name}` } })
  const quote = isQuoted ? { quote: `q-${name}` } : {}
  calls.push({ door: "orderPaid", input: { order: name, customer, visitor, ...email, total, ...quote } })
  return calls
}

/** The same question again, of old and of what may be under way this very moment. */
const again = (chance: Chance, { calls }: Material): readonly Call[] => {
  const call = chance.below(2) === 0 ? calls.at(-1 - chance.below(8)) : chance.pick(calls)
  return call === undefined ? [] : [call]
}

const review = (chance: Chance, customer: string, name: string): readonly Call[] => {
  const verdict = chance.below(3) === 0 ? "rejected" : "approved"
  return [
    { door: "openReview", input: { customer, key: `ro-${name}` } },
    { door: "closeReview", input: { customer, verdict, key: `rc-${name}` } }
  ]
}

export const askDoor = (goodword: Goodword, { door, input }: Call): Promise<unknown> =>
  (goodword[door] as (input: unknown) => Promise<unknown>)(input)

/** The domain or a decoder said no, so nothing was done; after any other error nobody knows. */
export const isRefusal = (error: unknown): boolean => error instanceof Refusal || tagged(error).tag === "InvalidInput"

export const tagged = (error: unknown): { readonly tag: string; readonly message: string } => {
  const { _tag: tag = "Defect", message = "" } = error as { readonly _tag?: string; readonly message?: string }
  return { tag, message }
}
