/** Proves a directory: one opaque id for each person whoever asks first, and prints that tell nobody an address. */
import { type Directory, Ids } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import type { Runner } from "../describeStore.ts"
import { holds, same, Unmet } from "../expectations.ts"
import * as hostile from "../generators/hostile.ts"
import type { Verdict } from "../Verdict.ts"
import { asked, pause, type Reply } from "../World.ts"
import { describeSuite, type Options, proveSuite, type Suite, type Trial, trials } from "./Suite.ts"

export interface DirectorySubject<D extends Directory.DirectoryShape = Directory.DirectoryShape> extends Options {
  readonly name: string
  /** A fresh, empty directory whose prints are made with this key. An Effect may ask for a scope. */
  readonly open: (printKey: string) => Reply<D, Scope.Scope>
  /** The same people as another process sees them, or this one after a restart, with the same key. */
  readonly again?: (directory: D, printKey: string) => Reply<Directory.DirectoryShape, Scope.Scope>
  /** The next `personFor` does its work, and its answer never comes. */
  readonly loseAnswer?: (directory: D) => Reply<void>
}

interface Given {
  readonly seed: number
  readonly subject: DirectorySubject
}

const [here, there] = ["shop-a" as Ids.Tenant, "shop-b" as Ids.Tenant] as const
const [key, otherKey] = ["a key of this suite", "another key of it"] as const

const open = (
  { subject }: Given,
  printKey: string = key
): Effect.Effect<Directory.DirectoryShape, unknown, Scope.Scope> => asked(() => subject.open(printKey))

const isDistinct = (ids: readonly string[], what: string): void => same(new Set(ids).size, ids.length, what)

const isPersonId = Schema.is(Ids.PersonId)
const isExternalId = Schema.is(Ids.ExternalId)

/** Ids as they may come in at a door: whatever else somebody writes is refused there. */
const externals: readonly string[] = [...new Set(["cus_1", "cus_2", ...hostile.texts])].filter((text) =>
  isExternalId(text)
)

const people: readonly Trial<Given>[] = trials("people", {
  "are-the-same-whenever-asked": (given) =>
    Effect.gen(function* () {
      const { personFor } = yield* open(given)
      const first = yield* personFor(here, "customer", "cus_1")
      same(yield* personFor(here, "customer", "cus_1"), first, "the id of one customer, asked twice")
    }),
  "are-told-apart-to-the-letter": (given) =>
    Effect.gen(function* () {
      const { personFor } = yield* open(given)
      const drawn = fc.sample(hostile.text, { seed: given.seed, numRuns: 40 }).filter((text) => isExternalId(text))
      const all = [...new Set([...externals, ...drawn])]
      const ids = yield* Effect.forEach(all, (one) => personFor(here, "customer", one))
      isDistinct(ids, `how many ids ${all.length} people have`)
      const again = yield* Effect.forEach(all, (one) => personFor(here, "customer", one))
      same(again, ids, "their ids, asked again")
    }),
  "of-another-kind-are-others": (given) =>
    Effect.gen(function* () {
      const { personFor } = yield* open(given)
      const ids = [yield* personFor(here, "customer", "cus_1"), yield* personFor(here, "visitor", "cus_1")]
      isDistinct(ids, "ids of a customer and of a visitor who are called the same")
    }),
  "of-another-shop-are-others": (given) =>
    Effect.gen(function* () {
      const { personFor } = yield* open(given)
      const pairs = [
        [here, "cus_1"],
        [there, "cus_1"],
        // Whoever puts keys together with a separator takes these two for one.
        ["a" as Ids.Tenant, "b/c"],
        ["a/b" as Ids.Tenant, "c"],
        ["a:customer" as Ids.Tenant, "b"],
        ["a" as Ids.Tenant, "customer:b"]
      ] as const
      isDistinct(
        yield* Effect.forEach(pairs, ([tenant, one]) => personFor(tenant, "customer", one)),
        "ids of customers of several shops"
      )
    }),
  "get-one-id-though-32-ask-at-once": (given) =>
    Effect.gen(function* () {
      const { personFor } = yield* open(given)
      for (const one of ["cus_1", "cus_2", "cus_3"]) {
        const asking = Array.from({ length: 32 }, (_, i) =>
          Effect.andThen(pause(i % 4), personFor(here, "customer", one))
        )
        const ids = yield* Effect.all(asking, { concurrency: "unbounded" })
        same(new Set(ids).size, 1, `how many ids 32 racers get for ${one}`)
        same(yield* personFor(here, "customer", one), ids[0], `the id of ${one} after the race`)
      }
    }),
  "are-known-to-another-process": {
    needs: "again",
    run: (given) =>
      Effect.gen(function* () {
        const { again } = given.subject
        const first = yield* open(given)
        if (again === undefined) throw new Unmet("needs the hook again")
        const id = yield* first.personFor(here, "customer", "cus_1")
        const second = yield* asked(() => again(first, key))
        same(yield* second.personFor(here, "customer", "cus_1"), id, "the id of cus_1 in another process")
        const asking = Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? first : second)).map((directory, i) =>
          Effect.andThen(pause(i % 4), directory.personFor(here, "customer", "cus_2"))
        )
        const ids = yield* Effect.all(asking, { concurrency: "unbounded" })
        same(new Set(ids).size, 1, "how many ids racers of two processes get")
        const address = "jane@example.com"
        const prints = [yield* first.print(here, "email", address), yield* second.print(here, "email", address)]
        same(prints[1], prints[0], "the print of an address in another process")
      })
  },
  "are-minted-once-though-the-answer-is-lost": {
    needs: "loseAnswer",
    run: (given) =>
      Effect.gen(function* () {
        const { loseAnswer } = given.subject
        const directory = yield* open(given)
        if (loseAnswer === undefined) throw new Unmet("needs the hook loseAnswer")
        yield* asked(() => loseAnswer(directory))
        const lost = yield* Effect.result(directory.personFor(here, "customer", "cus_1"))
        if (Result.isFailure(lost)) same(lost.failure._tag, "DirectoryError", "what a lost answer fails with")
        const id = yield* directory.personFor(here, "customer", "cus_1")
        same(yield* directory.personFor(here, "customer", "cus_1"), id, "the id of cus_1 after a lost answer")
      })
  }
})

/** A text as itself and as it could be hidden without a key. */
const disguises = (text: string): readonly string[] => {
  const bytes = new TextEncoder().encode(text)
  const binary = String.fromCharCode(...bytes)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  const base64 = btoa(binary).replace(/=+$/u, "")
  return [text, encodeURIComponent(text), hex, base64, base64.replaceAll("+", "-").replaceAll("/", "_")].map((one) =>
    one.toLowerCase()
  )
}

const saysNothingOf = (told: string, secret: string, what: string): void => {
  const said = disguises(secret).filter((one) => told.toLowerCase().includes(one))
  holds(said.length === 0, `${what} can be read from ${told}`)
}

const ids: readonly Trial<Given>[] = trials("ids", {
  "say-nothing-of-the-person": (given) =>
    Effect.gen(function* () {
      const { personFor } = yield* open(given)
      for (const one of ["customer-4711-jane", "jane_doe_1970", "K\u00e4the-77"]) {
        const id = yield* personFor(here, "customer", one)
        saysNothingOf(id, one, `the id ${one}`)
        holds(isPersonId(id), `${id} is no id that an event can carry: at most 200 plain characters, no address`)
      }
    }),
  // Who knows the store's ids could work the others out.
  "are-not-derived": (given) =>
    Effect.gen(function* () {
      const [one, other] = [yield* open(given, key), yield* open(given, otherKey)]
      const both = [yield* one.personFor(here, "customer", "cus_1"), yield* other.personFor(here, "customer", "cus_1")]
      isDistinct(both, "ids of cus_1 in two directories that know nothing of each other")
    })
})

const addresses = [
  "jane@example.com",
  "jane@example.org",
  "janet@example.com",
  "k\u00e4the@b\u00fccher.example",
  "'; --@example.com"
]

const prints: readonly Trial<Given>[] = trials("prints", {
  "are-the-same-within-a-shop": (given) =>
    Effect.gen(function* () {
      const { print } = yield* open(given)
      for (const one of addresses) {
        same(yield* print(here, "email", one), yield* print(here, "email", one), "the print of one address")
      }
      isDistinct(yield* Effect.forEach(addresses, (one) => print(here, "email", one)), "prints of several addresses")
    }),
  "differ-between-shops": (given) =>
    Effect.gen(function* () {
      const { print } = yield* open(given)
      for (const one of addresses) {
        isDistinct([yield* print(here, "email", one), yield* print(there, "email", one)], "prints in two shops")
      }
      const mixed = [
        yield* print("a" as Ids.Tenant, "email", "b|c@d.example"),
        yield* print("a|b" as Ids.Tenant, "email", "c@d.example")
      ]
      isDistinct(mixed, "prints of two shops and addresses that read the same one after the other")
    }),
  "differ-between-keys": (given) =>
    Effect.gen(function* () {
      const [one, other] = [yield* open(given, key), yield* open(given, otherKey)]
      for (const address of addresses) {
        isDistinct(
          [yield* one.print(here, "email", address), yield* other.print(here, "email", address)],
          "prints with two keys"
        )
      }
    }),
  "say-nothing-of-the-address": (given) =>
    Effect.gen(function* () {
      const { print } = yield* open(given)
      for (const one of [...addresses, `${"long".repeat(15)}@example.com`]) {
        const told = yield* print(here, "email", one)
        for (const part of [one, ...one.split("@")].filter((text) => text.length > 3)) saysNothingOf(told, part, part)
        holds(told.length >= 22, `a print of ${told.length} characters can be guessed: 128 bits at least`)
        holds(told.length <= 200, `a print of ${told.length} characters is too long to be kept`)
      }
    })
})

export const directoryCases: readonly Trial<Given>[] = [...people, ...ids, ...prints]

const suiteOf = <D extends Directory.DirectoryShape>(subject: DirectorySubject<D>): Suite<Given> => ({
  name: `directory ${subject.name}`,
  trials: directoryCases,
  // The hooks get back what `open` gave them.
  given: (seed) => ({ seed, subject: subject as unknown as DirectorySubject }),
  hooks: new Set((["again", "loseAnswer"] as const).filter((hook) => subject[hook] !== undefined))
})

/** Describes a directory to a test runner. */
export const describeDirectory = <D extends Directory.DirectoryShape>(
  subject: DirectorySubject<D>,
  runner: Runner
): void => describeSuite(suiteOf(subject), runner, subject)

/** The same without a test runner. */
export const proveDirectory = <D extends Directory.DirectoryShape>(subject: DirectorySubject<D>): Promise<Verdict> =>
  proveSuite(suiteOf(subject), subject)
