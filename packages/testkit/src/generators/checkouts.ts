/** Steps at the checkout: a cart is quoted, and the next time that somebody is there, paid for what the quote left. */
import { type Command, type Fact, type Ids, type Instant, Money } from "@goodword/core"
import { programId } from "./editing.ts"
import { quotesOf } from "./found.ts"
import { codeOf, personId } from "./people.ts"
import type { Step } from "./steps.ts"
import { unwrap } from "./unwrap.ts"
import type { World } from "./World.ts"

export const checkingOut = (
  { advocate, friend, nth, program, total }: Extract<Step, { do: "check out" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const open = quotesOf(world).find(({ discounts, usedBy }) => usedBy === null && discounts.length > 0)
  if (open !== undefined) return [paid(open, `o${nth}` as Ids.OrderId, at)]
  const person = personId(friend)
  const one = `c-${world.events.length}`
  return [
    {
      _tag: "RecordTouch",
      at,
      touch: one,
      code: codeOf(programId(program), advocate),
      subject: person,
      source: "click"
    },
    {
      _tag: "RequestQuote",
      at,
      quote: `q-${one}` as Ids.QuoteId,
      person,
      cart: unwrap(Money.parse(total)),
      country: "US"
    }
  ]
}

const paid = ({ cart, discounts, person, quote }: Fact.Quote, order: Ids.OrderId, at: Instant.Instant): Command => {
  const minor = discounts.reduce((left, { amount }) => left - amount.minor, cart.minor)
  return { _tag: "RecordOrder", at, order, person, total: { minor, unit: cart.unit }, quote, country: "US" }
}
