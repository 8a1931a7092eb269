/** Terms as a program writes them: that they come back unchanged, and that nothing else is taken for them. */
import { type Catalogs, Money, Program } from "@goodword/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { holds, same, show, Unmet } from "../expectations.ts"
import { minorOfOne } from "../generators/amounts.ts"
import * as hostile from "../generators/hostile.ts"
import { law } from "./law.ts"
import { type Trial, trials } from "./Suite.ts"

export type Written = Readonly<Record<string, unknown>>

/** Something with terms, and where they stand in a program. */
export interface Termed {
  readonly seed: number
  readonly schema: Schema.Codec<unknown, unknown>
  readonly catalogs: Catalogs.Catalogs
  /** The terms of the examples, decoded. */
  readonly terms: readonly unknown[]
  /** A program with these terms. */
  readonly programWith: (terms: Written) => unknown
  /** Where they stand in it, as an issue names the place. */
  readonly path: string
  readonly termsIn: (program: Program.Program) => unknown
  /** What must hold of whatever was accepted. */
  readonly works: (terms: unknown) => void
}

export const writtenOf = (schema: Schema.Codec<unknown, unknown>, terms: unknown): Written => {
  const written = Schema.encodeUnknownResult(schema)(terms)
  if (Result.isFailure(written)) throw new Unmet(`terms of an example cannot be written: ${show(terms)}`)
  return written.success as Written
}

/** Reads a program; whatever is thrown is a fault of the terms. */
const read = ({ catalogs, programWith }: Termed, terms: Written): ReturnType<typeof Program.decode> => {
  try {
    return Program.decode(programWith(terms), catalogs)
  } catch (error) {
    throw new Unmet(
      `reading ${shown(terms)} throws instead of refusing: ${error instanceof Error ? error.message : error}`
    )
  }
}

const shown = (terms: unknown): string => fc.stringify(terms)

/** Terms that were accepted, decoded; `undefined` where they were refused. */
export const accepted = (termed: Termed, terms: Written): unknown => {
  const program = read(termed, terms)
  return Result.isSuccess(program) ? termed.termsIn(program.success) : undefined
}

/** The terms of the examples with other figures in them; what is refused gives way to the example. */
export const variations = (termed: Termed): fc.Arbitrary<Written> =>
  fc.constantFrom(...termed.terms.map((one) => writtenOf(termed.schema, one))).chain((example) =>
    near(example).map((terms) => {
      const isTaken = Result.isSuccess(read(termed, terms as Written))
      return isTaken ? (terms as Written) : example
    })
  )

const near = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value === "string") return amountNear(value)
  if (typeof value === "boolean") return fc.boolean()
  if (typeof value === "number") {
    const figure = fc.constantFrom(value, 1, 2, 3, 7, 33, 50, 99, 100, 0.5, 12.5, 33.333333)
    return fc.oneof(figure, fc.integer({ min: 1, max: 1000 }))
  }
  if (Array.isArray(value)) return fc.tuple(...value.map(near))
  if (typeof value !== "object" || value === null) return fc.constant(value)
  const fields = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, near(field)]))
  return fc.oneof(fc.record(fields), fc.record(fields, { requiredKeys: [] }))
}

const amountNear = (text: string): fc.Arbitrary<string> => {
  const amount = Money.parse(text)
  if (Result.isFailure(amount)) return fc.constant(text)
  const { unit } = amount.success
  const around = fc.bigInt({ min: 1n, max: 2n * amount.success.minor + 100n })
  return fc
    .oneof(fc.constant(amount.success.minor), around, minorOfOne)
    .map((size) => Money.format(Money.make(size, unit)))
}

/** Every place in the terms that holds a single value, as a change of it. */
const changes = (value: unknown): readonly ((put: unknown) => unknown)[] => {
  if (Array.isArray(value)) {
    return value.flatMap((one, i) => changes(one).map((change) => (put: unknown) => value.with(i, change(put))))
  }
  if (typeof value !== "object" || value === null) return [(put) => put]
  return Object.entries(value).flatMap(([name, field]) =>
    changes(field).map((change) => (put: unknown) => ({ ...value, [name]: change(put) }))
  )
}

const refusal = (termed: Termed, terms: Written, what: string): void => {
  const program = read(termed, terms)
  if (Result.isSuccess(program)) throw new Unmet(`${what} is taken: ${shown(terms)}`)
  const places = program.failure.issues.map(({ path }) => path)
  holds(
    places.some((place) => place.startsWith(termed.path)),
    `${what} is refused without naming its place: expected a path that begins with ${termed.path}, got ${show(places)}`
  )
}

export const termsTrials: readonly Trial<Termed>[] = trials("terms", {
  "survive-json": (termed) => {
    law(termed, variations(termed), (written) => {
      const terms = accepted(termed, JSON.parse(JSON.stringify(written)))
      const again = writtenOf(termed.schema, terms)
      same(accepted(termed, JSON.parse(JSON.stringify(again))), terms, `terms ${shown(written)} after JSON`)
      same(again, writtenOf(termed.schema, accepted(termed, again)), `terms ${shown(written)} written twice`)
    })
  },
  "refuse-unknown-fields": (termed) => {
    for (const terms of termed.terms) {
      refusal(termed, { ...writtenOf(termed.schema, terms), surprise: 1 }, "a field that means nothing")
    }
  },
  "refuse-what-is-malformed": (termed) => {
    for (const terms of termed.terms) {
      const written = writtenOf(termed.schema, terms)
      for (const change of changes(written)) {
        for (const nothing of [null, {}, [], Number.NaN])
          refusal(termed, change(nothing) as Written, "a malformed term")
        for (const value of [...hostile.numbers, ...hostile.shapes, ...hostile.texts]) {
          const taken = accepted(termed, change(value) as Written)
          if (taken !== undefined) termed.works(taken)
        }
      }
    }
  }
})
