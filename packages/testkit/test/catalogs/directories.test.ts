/** The directory in memory keeps what the suite asks; each one with a planted bug is caught. */
import { memoryDirectory } from "@goodword/adapter-memory"
import { type Directory, DirectoryError, type Ids } from "@goodword/core"
import { type DirectorySubject, describeDirectory, directoryCases, proveDirectory } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"

interface Memory extends Directory.DirectoryShape {
  readonly people: Map<string, string>
  readonly line: { isLost: boolean }
}

const on = (people: Map<string, string>, printKey: string): Memory => {
  const directory = memoryDirectory({ printKey }, people)
  const line = { isLost: false }
  return {
    ...directory,
    people,
    line,
    personFor: (...given) =>
      Effect.flatMap(directory.personFor(...given), (id) => {
        const { isLost } = line
        line.isLost = false
        return isLost ? new DirectoryError({ message: "the answer was lost" }) : Effect.succeed(id)
      })
  }
}

const memory: DirectorySubject<Memory> = {
  name: "memory",
  open: (printKey) => on(new Map(), printKey),
  again: ({ people }, printKey) => on(people, printKey),
  loseAnswer: ({ line }) => {
    line.isLost = true
  }
}

describeDirectory(memory, { describe, it })

type Change = (directory: Memory, printKey: string) => Partial<Directory.DirectoryShape>

const through = (change: Change): DirectorySubject<Memory> => {
  const changed = (directory: Memory, printKey: string): Memory => ({ ...directory, ...change(directory, printKey) })
  return {
    ...memory,
    open: (printKey) => changed(on(new Map(), printKey), printKey),
    again: ({ people }, printKey) => changed(on(people, printKey), printKey)
  }
}

/** Looks, waits, and mints: as two statements do that are no transaction. */
const inTwoSteps =
  (people: Map<string, string>, mint: (text: string) => string): Directory.DirectoryShape["personFor"] =>
  (tenant, kind, external) =>
    Effect.gen(function* () {
      const name = JSON.stringify([tenant, kind, external])
      const known = people.get(name)
      yield* Effect.yieldNow
      const id = known ?? mint(external)
      people.set(name, id)
      return id as Ids.PersonId
    })

const called =
  (name: (tenant: string, kind: string, external: string) => readonly [string, string, string]) =>
  ({ personFor }: Memory): Partial<Directory.DirectoryShape> => ({
    personFor: (tenant, kind, external) => {
      const [t, k, e] = name(tenant, kind, external)
      return personFor(t as Ids.Tenant, k as "customer", e)
    }
  })

const printing = (print: (tenant: string, folded: string) => string): Partial<Directory.DirectoryShape> => ({
  print: (tenant, _kind, folded) => Effect.succeed(print(tenant, folded))
})

const hash = (text: string): string => {
  let [a, b] = [7, 11]
  for (const letter of text) {
    a = (a * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003
    b = (b * 37 + (letter.codePointAt(0) ?? 0)) % 999_983
  }
  return `${a}-${b}-`.padEnd(32, "x")
}

let n = 0

/** What is wrong, the directory, and the cases that must say so; others may do so as well. */
const saboteurs: readonly (readonly [string, Change, readonly string[]])[] = [
  [
    "mints anew at each call",
    () => ({ personFor: () => Effect.sync(() => `psn_${++n}` as Ids.PersonId) }),
    ["people/are-the-same-whenever-asked", "people/are-minted-once-though-the-answer-is-lost"]
  ],
  [
    "mints twice under racers",
    ({ people }) => ({ personFor: inTwoSteps(people, () => `psn_${++n}`) }),
    ["people/get-one-id-though-32-ask-at-once", "people/are-known-to-another-process"]
  ],
  [
    "keeps people to itself",
    (_, printKey) => {
      const own = on(new Map(), printKey)
      return { personFor: own.personFor }
    },
    ["people/are-known-to-another-process"]
  ],
  ["knows no case", called((t, k, e) => [t, k, e.toLowerCase()]), ["people/are-told-apart-to-the-letter"]],
  ["trims", called((t, k, e) => [t, k, e.trim()]), ["people/are-told-apart-to-the-letter"]],
  [
    "knows letters by their form only",
    called((t, k, e) => [t, k, e.normalize("NFKC")]),
    ["people/are-told-apart-to-the-letter"]
  ],
  ["takes visitors for customers", called((t, _, e) => [t, "customer", e]), ["people/of-another-kind-are-others"]],
  ["takes shops for one", called((_, k, e) => ["t", k, e]), ["people/of-another-shop-are-others"]],
  [
    "puts keys together with a slash",
    called((t, k, e) => ["t", "customer", `${t}/${e}/${k}`]),
    ["people/of-another-shop-are-others"]
  ],
  [
    "mints the store's own id",
    () => ({ personFor: (t, k, e) => Effect.succeed(`${t}-${k}-${e}` as Ids.PersonId) }),
    ["ids/say-nothing-of-the-person", "ids/are-not-derived"]
  ],
  [
    "mints it in hexadecimal",
    () => ({
      personFor: (t, k, e) => Effect.succeed(`${t}-${k}-${Buffer.from(e).toString("hex")}` as Ids.PersonId)
    }),
    ["ids/say-nothing-of-the-person"]
  ],
  [
    "mints a hash without a key",
    () => ({ personFor: (t, k, e) => Effect.succeed(hash(JSON.stringify([t, k, e])) as Ids.PersonId) }),
    ["ids/are-not-derived"]
  ],
  [
    "prints the address",
    () => printing((t, folded) => `${t}:${folded}`),
    ["prints/say-nothing-of-the-address", "prints/differ-between-keys"]
  ],
  [
    "prints it in base64",
    (_, key) =>
      printing(
        (t, folded) => btoa(unescape(encodeURIComponent(`${key}${t}`))) + btoa(unescape(encodeURIComponent(folded)))
      ),
    ["prints/say-nothing-of-the-address"]
  ],
  [
    "prints the same in every shop",
    (_, key) => printing((_t, folded) => hash(key + folded)),
    ["prints/differ-between-shops"]
  ],
  [
    "prints without a key",
    () => printing((t, folded) => hash(JSON.stringify([t, folded]))),
    ["prints/differ-between-keys"]
  ],
  ["prints with chance", () => printing(() => `${++n}`.padStart(32, "0")), ["prints/are-the-same-within-a-shop"]],
  [
    "prints the domain only",
    (_, key) => printing((t, folded) => hash(JSON.stringify([key, t, folded.split("@")[1]]))),
    ["prints/are-the-same-within-a-shop"]
  ],
  [
    "prints four digits",
    (_, key) => printing((t, folded) => hash(JSON.stringify([key, t, folded])).slice(0, 4)),
    ["prints/say-nothing-of-the-address"]
  ]
]

describe("a directory that", () => {
  it.each(saboteurs)("%s is caught", async (_, change, expected) => {
    const { failed } = await proveDirectory({ ...through(change), seed: 7312 })
    expect(failed.map(({ id }) => id)).toEqual(expect.arrayContaining([...expected]))
  })
})

it("every case is the one that catches somebody", () => {
  const caught = new Set(saboteurs.flatMap(([, , cases]) => cases))
  expect(directoryCases.map(({ id }) => id).filter((id) => !caught.has(id))).toEqual([])
})

it("is incomplete without its hooks", async () => {
  const { name, open } = memory
  const verdict = await proveDirectory({ name, open, seed: 1 })
  expect(verdict).toMatchObject({ state: "incomplete", failed: [] })
  expect(verdict.unproved.map(({ reason }) => reason)).toEqual(["needs the hook again", "needs the hook loseAnswer"])
})
