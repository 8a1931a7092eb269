/**
 * What is gone is gone: of a value that was written over and of a message that was settled nothing stays in the rows.
 * Events and receipts stay for good, so the engine writes nothing personal into them, nor anywhere else.
 */
import type { Ids } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area } from "../Case.ts"
import { beginning } from "../engine/calls.ts"
import { begin, clockOf, openOn } from "../engine/shop.ts"
import { holds, same } from "../expectations.ts"
import { asked, at, claim, commit, event, message, receipt, t, type World } from "../World.ts"

const needle = "needleintherows"

const isHeld = ({ peek }: World, text: string, tenant: Ids.Tenant = t): Effect.Effect<boolean, unknown> =>
  asked(() => peek.holds(tenant, text))

const gone = (world: World, what: string): Effect.Effect<void, unknown> =>
  Effect.map(isHeld(world, needle), (held) => holds(!held, `the rows still hold ${what}`))

const put = (expect: number, value: { readonly note: string } | null) => ({ facts: [{ key: "a", expect, put: value }] })

/** What a shop knows of two people, and nobody may find in the rows. */
const personal = {
  mail: { advocate: "anna.needleone@example.com", friend: "joe.needletwo@example.org" },
  customer: { advocate: "needlethree", friend: "needlefour" },
  visitor: "needlefive"
}
const needles = ["needleone", "needletwo", "needlethree", "needlefour", "needlefive", "example.com", "example.org"]

export const erasure = area(
  "erasure",
  { isRequired: true, laws: [85] },
  {
    // Says nothing of the store: without it, a peek that finds nothing would pass all the others.
    "the-peek-finds-what-is-there": (world) =>
      Effect.gen(function* () {
        const whole = {
          receipts: [{ ...receipt("r", { note: "needlereceipt" }), fingerprint: "needlefingerprint" }],
          facts: [{ key: "needlekey", expect: 0, put: { note: ["needlefact"] } }],
          events: [event("needleid", { body: { note: "needleevent" } })],
          messages: [{ ...message("m"), body: { note: "needlemessage" } }]
        }
        yield* commit(world, whole)
        for (const text of ["receipt", "fingerprint", "key", "fact", "id", "event", "message"])
          holds(yield* isHeld(world, `needle${text}`), `peek.holds does not find the text of a ${text} that is there`)
        same(yield* isHeld(world, "needlereceipt", "other" as Ids.Tenant), false, "peek.holds for another tenant")
        same(yield* isHeld(world, "needlenowhere"), false, "peek.holds for a text that is nowhere")
      }),
    "of-a-fact-that-was-put-null": (world) =>
      Effect.gen(function* () {
        yield* commit(world, put(0, { note: needle }))
        yield* commit(world, put(1, null))
        yield* gone(world, "the value of a fact that was put null")
      }),
    "of-a-fact-that-was-written-over": (world) =>
      Effect.gen(function* () {
        yield* commit(world, put(0, { note: needle }))
        yield* commit(world, put(1, { note: "other" }))
        yield* gone(world, "the value before the last of a fact")
      }),
    "of-a-refused-batch": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { receipts: [receipt("r")] })
        const refused = {
          ...put(0, { note: needle }),
          receipts: [receipt("r")],
          events: [event("e", { body: { note: needle } })],
          messages: [{ ...message("m"), body: { note: needle } }]
        }
        yield* commit(world, refused)
        yield* gone(world, "a batch that was refused")
      }),
    "of-a-settled-message": (world) =>
      Effect.gen(function* () {
        const { bury, retry, revive, settle } = world.store.outbox
        const messages = ["m", "n"].map((id) => ({ ...message(id), body: { note: needle } }))
        yield* commit(world, { messages })
        yield* claim(world, { now: 10, token: "x" })
        same(yield* settle(t, "x", ["m"]), 1, "settled")
        // The other goes the long way: put off, set aside with a reason, revived.
        yield* retry(t, "x", "n", at(20))
        yield* claim(world, { now: 20, token: "y" })
        yield* bury(t, "y", "n", `no account of ${needle}`)
        yield* revive(t, ["n"], at(30))
        yield* claim(world, { now: 30, token: "z" })
        same(yield* settle(t, "z", ["n"]), 1, "settled in the end")
        yield* gone(world, "a message that was settled")
      }),
    "the-engine-writes-nothing-personal": (world) =>
      Effect.gen(function* () {
        const tenant = "w" as Ids.Tenant
        const { customer, mail, visitor } = personal
        const clock = clockOf()
        yield* begin(world.store, { clock, tenant }, beginning)
        const engine = yield* openOn(world.store, { clock, tenant })
        const friend = { customer: customer.friend, visitor, email: mail.friend }
        yield* engine.enroll({ program: "spring", customer: customer.advocate, email: mail.advocate, code: "NEED" })
        yield* engine.touch({ visitor, code: "NEED" })
        yield* engine.signedUp(friend)
        yield* engine.quote({ ...friend, cart: { total: "80.00 USD" } })
        const paid = yield* engine.orderPaid({ ...friend, order: "o1", total: "100.00 USD" })
        same(paid.rewards.length > 0, true, "rewards of the order")
        // A self-referral, which the print of the address finds: it is seen, and leaves no trace of itself.
        yield* engine.orderPaid({
          ...friend,
          customer: "somebody",
          email: mail.advocate,
          order: "o2",
          total: "1.00 USD"
        })
        yield* engine.orderRefunded({ order: "o1", refund: "r1", amount: "1.00 USD" })
        for (const text of needles)
          holds(!(yield* isHeld(world, text, tenant)), `the rows hold "${text}", which the engine was told of a person`)
      }).pipe(Effect.scoped)
  }
)
