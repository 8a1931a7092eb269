/** A plugin as a shop would write it, over accounts whose line can be broken; and what may be wrong with one. */
import { DeliveryError, type Message, Money, type Plugin, Unit } from "@goodword/core"
import type { Outside } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

export type Bug =
  | "pays-twice"
  | "pays-each-racer"
  | "one-ledger-for-all-shops"
  | "one-key-per-person"
  | "does-nothing"
  | "forgets-to-withdraw"
  | "throws-at-malformed"
  | "pays-malformed"
  | "tries-malformed-again"
  | "takes-any-intent"
  | "tries-other-intents-again"
  | "gives-up-on-a-lost-line"
  | "swallows-a-lost-line"
  | "new-key-after-a-lost-answer"
  | "takes-what-nobody-asks"

interface Line {
  breaks: "before" | "after" | undefined
}

const isWhole = ({ amount, person }: Partial<Message.Intent>): boolean =>
  typeof person === "string" &&
  person !== "" &&
  typeof amount === "object" &&
  typeof amount.minor === "bigint" &&
  amount.minor > 0n &&
  Result.isSuccess(Unit.parse(amount.unit))

const fails = (reason: DeliveryError["reason"], message: string) => new DeliveryError({ reason, message })

/** The other side: bookings under a key, each once. */
const bank = () => {
  const line: Line = { breaks: undefined }
  const booked = new Map<string, string>()
  let paid = 0
  return {
    line,
    effects: () => booked.size + paid,
    pay: () => {
      paid += 1
    },
    knows: (key: string) => booked.has(key),
    book: async (key: string, text: string): Promise<void> => {
      const { breaks } = line
      line.breaks = undefined
      await Promise.resolve()
      if (breaks === "before") throw new Error("no line")
      if (!booked.has(key)) booked.set(key, text)
      if (breaks === "after") throw new Error("no answer")
    }
  }
}

export const credits = (bug?: Bug): { readonly plugin: Plugin; readonly outside: Outside } => {
  const side = bank()
  let attempts = 0
  const keyOf = (tenant: string, { id, person }: Message.Intent): string => {
    attempts += 1
    if (bug === "one-ledger-for-all-shops") return id
    if (bug === "one-key-per-person") return `${tenant}/${person}`
    return bug === "new-key-after-a-lost-answer" && attempts > 1 && !side.knows(id)
      ? `${id}/${attempts}`
      : `${tenant}/${id}`
  }
  const refusal = (message: Message.Intent): DeliveryError | undefined => {
    if (!isWhole(message) && bug !== "pays-malformed") {
      if (bug === "throws-at-malformed") throw new TypeError("undefined is not an amount")
      return fails(bug === "tries-malformed-again" ? "Unavailable" : "Malformed", "no amount, or nobody to give it to")
    }
    if (message.intent === "AddCredit" || message.intent === "WithdrawCredit" || bug === "takes-any-intent")
      return undefined
    return fails(
      bug === "tries-other-intents-again" ? "Unavailable" : "Refused",
      `${message.intent} is not for this plugin`
    )
  }
  const deliver: Plugin["deliver"] = (tenant, message) => {
    const refused = refusal(message)
    if (refused !== undefined) return Effect.fail(refused)
    if (bug === "does-nothing" || (bug === "forgets-to-withdraw" && message.intent === "WithdrawCredit"))
      return Effect.void
    const key = keyOf(tenant, message)
    if (bug === "pays-twice") side.pay()
    const wasKnown = side.knows(key)
    const sum = bug === "pays-malformed" ? "?" : Money.format(message.amount)
    const booking = Effect.tryPromise({
      try: () => side.book(key, `${message.intent} ${sum}`),
      catch: () => fails(bug === "gives-up-on-a-lost-line" ? "Refused" : "Unavailable", "the accounts are away")
    })
    const done =
      bug === "pays-each-racer" && !wasKnown
        ? Effect.andThen(
            Effect.yieldNow,
            Effect.tap(booking, () => (side.knows(key) ? Effect.sync(side.pay) : Effect.void))
          )
        : booking
    return bug === "swallows-a-lost-line" ? Effect.ignore(done) : done
  }
  return {
    plugin: {
      id: "shop-credits",
      intents: ["AddCredit", "WithdrawCredit", ...(bug === "takes-what-nobody-asks" ? ["AddCredits"] : [])],
      deliver
    },
    outside: {
      effects: side.effects,
      faults: {
        loseConnection: () => {
          side.line.breaks = "before"
        },
        loseAnswer: () => {
          side.line.breaks = "after"
        }
      }
    }
  }
}
