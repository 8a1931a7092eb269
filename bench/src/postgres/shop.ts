// A shop as every figure uses it: friends get a discount at checkout, advocates store credit after a hold, and both are
// charged to a budget. One conversion is the order of a friend who clicked, signed up and was quoted before.
import { type Program, percentOff, storeCredit } from "@goodword/core"
import { Goodword, type OpenOptions } from "@goodword/core/promise"
import { progress } from "../measure/figures.ts"

export const programOf = (id: string): Program.Input => ({
  id,
  timeZone: "America/New_York",
  friend: { id: "off", give: percentOff({ percent: 20, maximum: "50.00 USD" }) },
  advocate: {
    id: "credit",
    give: storeCredit({ amount: "10.00 USD" }),
    hold: "14 days",
    cap: { count: 1_000_000, per: "calendar year" }
  },
  budget: { amount: "1000000000.00 USD", per: "calendar month" },
  onSilence: "hold"
})

export interface Shop {
  /** Friends who are about to order. */
  readonly ready: () => number
  /** Lets so many more friends click, sign up and be quoted. */
  readonly invite: (friends: number) => Promise<void>
  /** One conversion: one of the friends orders. */
  readonly convert: () => Promise<void>
  readonly close: () => Promise<void>
}

interface Friend {
  readonly name: string
  readonly goodword: Goodword
}

const atOnce = 256
const advocatesOfAll = 1_000

/**
 * Opens engines over stores: one for each. Programs have a budget each, and share the advocates between them.
 *
 * @param name begins the ids of orders and people, so that shops on one database do not collide
 */
export const openShop = async (
  name: string,
  stores: readonly OpenOptions["store"][],
  programs: readonly string[] = ["bench"]
): Promise<Shop> => {
  const engines: Goodword[] = []
  for (const store of stores) {
    engines.push(await Goodword.open({ store, programs: programs.map(programOf), pollMs: 0 }))
  }
  const codes: string[] = []
  await inParallel(advocatesOfAll, async (n) => {
    const program = programs[n % programs.length] ?? ""
    const goodword = engines[n % engines.length]
    const customer = `${name}-advocate-${n}`
    const enrolled = await goodword?.enroll({ program, customer, key: customer })
    if (enrolled !== undefined) codes[n] = enrolled.code
  })
  let invited = 0
  const ready: Friend[] = []
  const invite = async (): Promise<void> => {
    const n = invited++
    const goodword = engines[n % engines.length]
    if (goodword === undefined) return
    const friend: Friend = { name: `${name}-${n}`, goodword }
    await prepare(friend, codes[n % codes.length] ?? "")
    ready.push(friend)
  }
  return {
    ready: () => ready.length,
    invite: (friends) => inParallel(friends, invite),
    convert: async () => {
      const friend = ready.pop()
      if (friend === undefined) throw new Error("no friend is left who could order")
      await order(friend)
    },
    close: async () => {
      for (const goodword of engines) await goodword.close()
    }
  }
}

const prepare = async ({ goodword, name }: Friend, code: string): Promise<void> => {
  const customer = name
  await goodword.touch({ code, visitor: `v-${name}`, key: `t-${name}` })
  await goodword.signedUp({ customer, visitor: `v-${name}`, country: "US" })
  await goodword.quote({ customer, country: "US", cart: { total: "80.00 USD" }, key: `q-${name}` })
}

const order = async ({ goodword, name }: Friend): Promise<void> => {
  const paid = { order: `o-${name}`, customer: name, country: "US", quote: `q-${name}`, total: "64.00 USD" }
  const { rewards } = await goodword.orderPaid(paid)
  if (rewards.length !== 2) throw new Error(`the order of ${name} earned ${rewards.length} rewards, not 2`)
}

const inParallel = async (count: number, each: (n: number) => Promise<void>): Promise<void> => {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) await each(next++)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker))
}

export interface Slice {
  readonly perSecond: number
  /** How long each caller waited for its answer. */
  readonly ms: readonly number[]
}

/** Lets so many friends be about to order. */
export const stock = async (shop: Shop, count: number): Promise<void> => {
  const missing = count - shop.ready()
  if (missing <= 0) return
  progress(`  ${missing} friends click, sign up and are quoted ...`)
  await shop.invite(missing)
}

/** Lets callers convert for a while, each waiting for its answer before it asks again. */
export const pour = async (shop: Shop, callers: number, count: number): Promise<Slice> => {
  await stock(shop, count)
  const ms: number[] = []
  let left = count
  const caller = async (): Promise<void> => {
    while (left-- > 0) {
      const asked = performance.now()
      await shop.convert()
      ms.push(performance.now() - asked)
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  return { perSecond: count / ((performance.now() - start) / 1000), ms }
}
