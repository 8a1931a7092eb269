/** One sale in the kernel: an advocate, a friend, an order, and what comes back of it. */
import {
  type Catalogs,
  type Command,
  type Event,
  type Fact,
  type Ids,
  type Instant,
  type Message,
  Money,
  Program
} from "@goodword/core"
import * as Result from "effect/Result"
import { show, Unmet } from "../expectations.ts"
import { seedFor } from "../generators/seeds.ts"
import { World } from "../generators/World.ts"

const start = Date.UTC(2026, 2, 2, 12)
const program = "spring" as Ids.ProgramId
const advocate = "ann" as Ids.PersonId
const friend = "bob" as Ids.PersonId
const order = "ord_1" as Ids.OrderId
const quote = "quo_1" as Ids.QuoteId
const code = "ANN-1" as Ids.Code

/** A program with what does not matter filled in. */
export const programWith = (given: object): object => ({
  id: program,
  timeZone: "UTC",
  newCustomersOnly: false,
  onSilence: "hold",
  ...given
})

export interface Sale {
  readonly cart: Money.Money
  /** Is the discount of a quote taken off, as at a checkout? */
  readonly quoted?: boolean
  readonly country?: string
  readonly newCustomer?: boolean
  readonly segments?: readonly string[]
  /** How often the friend has ordered before. */
  readonly earlier?: number
}

export class Till {
  readonly world: World
  #refunds = 0

  /** Opens a program that must be valid, and gives the advocate a code. */
  constructor(document: object, catalogs: Catalogs.Catalogs) {
    this.world = new World(start, catalogs)
    const read = Program.decode(document, catalogs)
    if (Result.isFailure(read)) throw new Unmet(`the program is refused: ${read.failure.message}`)
    const written = Program.toJson(read.success, catalogs)
    this.ask({
      _tag: "PublishProgram",
      at: this.now,
      program,
      document: written,
      mode: "open",
      ...seedFor(read.success, written, catalogs)
    })
    this.ask({ _tag: "EnrollAdvocate", at: this.now, program, person: advocate, codes: [code] })
  }

  get now(): Instant.Instant {
    return this.world.now
  }

  /** What must be decided. */
  ask(command: Command): void {
    const outcome = this.world.run(command)
    if (outcome._tag !== "Decided") throw new Unmet(`${command._tag} is not decided: ${show(outcome)}`)
  }

  /** The friend follows the advocate's link and orders; answers what was paid. */
  sell({ cart, earlier = 0, quoted = false, ...seen }: Sale): Money.Money {
    const visit = { at: this.now, person: friend, ...seen }
    for (let n = 1; n <= earlier; n++) {
      const past = `past_${n}` as Ids.OrderId
      this.ask({ _tag: "RecordOrder", at: this.now, person: friend, order: past, total: cart })
    }
    this.ask({ _tag: "RecordTouch", at: this.now, touch: "t1", code, subject: friend, source: "click" })
    if (!quoted) {
      this.ask({ _tag: "RecordOrder", ...visit, order, total: cart })
      return cart
    }
    this.ask({ _tag: "RequestQuote", ...visit, quote, cart })
    const off = this.discounts.reduce((sum, { amount }) => sum + amount.minor, 0n)
    const total = Money.make(cart.minor - off, cart.unit)
    this.ask({ _tag: "RecordOrder", ...visit, order, total, quote })
    return total
  }

  /** Gives back part of the order; more than there is may be refused. */
  refund(amount: Money.Money): void {
    this.#refunds += 1
    const refund = `re_${this.#refunds}` as Ids.RefundId
    this.world.run({ _tag: "RefundOrder", at: this.now, order, refund, amount })
  }

  /** Tries to use a reward on another order; answers why not. */
  redeem(reward: Ids.RewardId): string {
    const total = Money.make(100n, "USD" as Money.Money["unit"])
    const outcome = this.world.run({ _tag: "RedeemReward", at: this.now, reward, order: "ord_2" as Ids.OrderId, total })
    return outcome._tag === "Rejected" ? outcome.rejection._tag : outcome._tag
  }

  get discounts(): readonly Fact.Discount[] {
    return this.events("QuoteMade").flatMap(({ discounts }) => discounts)
  }

  events<Tag extends Event.Tag>(tag: Tag): readonly Extract<Event.Event, { readonly _tag: Tag }>[] {
    return this.world.events.filter((one): one is Extract<Event.Event, { readonly _tag: Tag }> => one._tag === tag)
  }

  get rewards(): readonly Fact.Reward[] {
    return [...this.world.facts].flatMap(([key, fact]) => (key.startsWith("reward/") ? [fact as Fact.Reward] : []))
  }

  /** What plugins were asked to do. */
  get intents(): readonly Message.Intent[] {
    return [...this.world.messages.values()].filter((one) => one._tag === "Intent")
  }

  /** Accounts that are not even. */
  get balances(): readonly (readonly [string, bigint])[] {
    return [...this.world.counters].filter(([key]) => key.startsWith("balance/"))
  }
}
