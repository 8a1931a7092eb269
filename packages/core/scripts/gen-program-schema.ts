// Writes `program.schema.json`, the JSON Schema of a program's document over all built-in entries: editors complete and
// check documents by it. What only shows when parts are seen together, the decoder alone says.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Schema from "effect/Schema"
import * as CapTerms from "../src/domain/CapTerms.ts"
import { builtIn } from "../src/domain/Catalogs.ts"
import { BudgetDocument, ProgramDocument, Silence } from "../src/domain/Program.ts"
import * as Span from "../src/domain/Span.ts"
import * as TierTerms from "../src/domain/TierTerms.ts"

interface Json {
  readonly [key: string]: unknown
}

const definitions: Record<string, unknown> = {}

/** The JSON Schema of a schema; what it refers to goes to the definitions. */
const jsonOf = (schema: Schema.Constraint): Json => {
  const { definitions: found, schema: json } = Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" })
  Object.assign(definitions, found)
  return json as Json
}

const ref = (name: string): Json => ({ $ref: `#/$defs/${name}` })
const listOf = (items: Json, most: number, least = 0): Json => ({
  type: "array",
  items,
  ...(least === 0 ? {} : { minItems: least }),
  maxItems: most
})
const oneOrMore = (one: Json, most: number): Json => ({ anyOf: [one, listOf(one, most)] })

/** An entry as it is written: its name, what it says besides, and its terms, all in one object. */
const entryOf = (
  field: string,
  name: string,
  terms: Schema.Constraint,
  more: Json = {},
  required: string[] = []
): Json => {
  const json = jsonOf(terms)
  // A struct without fields is any object to the library; here it is one that says nothing.
  const { properties = {}, required: ofTerms = [] } = json as { properties?: Json; required?: string[] }
  return {
    type: "object",
    properties: { [field]: { const: name }, ...properties, ...more },
    required: [field, ...ofTerms, ...required],
    additionalProperties: false
  }
}

/** What stands in fields that the decoder reads by catalogs, or in two shapes. */
const fields: Json = {
  when: { type: "array", items: ref("Condition") },
  give: ref("Give"),
  cap: ref("Cap"),
  perks: listOf(ref("Reward"), TierTerms.perksMax),
  budget: oneOrMore(jsonOf(BudgetDocument), 8),
  onSilence: { anyOf: [{ const: "hold" }, jsonOf(Silence)] }
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const filled = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(filled)
  if (!isObject(json)) return json
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      if (key !== "properties" || !isObject(value)) return [key, filled(value)]
      return [key, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fields[name] ?? filled(one)]))]
    })
  )
}

/** The parts of a condition are conditions. */
const partsIn = (of: unknown): unknown =>
  JSON.parse(JSON.stringify(of), (_, value) =>
    isObject(value) && value.type === "object" && value.properties === undefined ? ref("Condition") : value
  )

const conditions = [...builtIn.conditions.values()].map((entry) => {
  const json = entryOf("condition", entry.condition, entry.terms) as { properties: Json }
  if (entry.parts === undefined) return json
  return { ...json, properties: { ...json.properties, of: partsIn(json.properties.of) } }
})

const rewards = [...builtIn.rewards.values()].map((entry) => entryOf("kind", entry.kind, entry.terms))

const policyFields = { when: listOf(ref("Condition"), 12), cap: ref("Cap"), hold: jsonOf(Span.Text) }

const policies = [...builtIn.policies.values()].map(({ fields: said, parts, policy, terms }) => {
  const more = Object.fromEntries(said.map((field) => [field, policyFields[field]]))
  const of = parts.most === 1 ? ref("Give") : listOf(ref("Give"), parts.most, parts.least)
  const required = parts.least === 0 ? said : [...said, "of"]
  return entryOf("policy", policy, terms, parts.most === 0 ? more : { ...more, of }, [...required])
})

const program = filled(jsonOf(ProgramDocument)) as { properties: Record<string, Json> }
const { advocate, friend, ...properties } = program.properties
const offers = (list: Json | undefined): Json => ({ anyOf: [(list as { items: Json }).items, list] })

Object.assign(definitions, {
  Cap: oneOrMore({ anyOf: [jsonOf(CapTerms.CountCap), jsonOf(CapTerms.AmountCap)] }, CapTerms.capsMax),
  Condition: { anyOf: conditions },
  Reward: { anyOf: rewards },
  Give: { anyOf: [ref("Reward"), ...policies] }
})

const document = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A Goodword program",
  ...program,
  properties: { ...properties, friend: offers(friend), advocate: offers(advocate) },
  $defs: definitions
}

writeFileSync(join(import.meta.dirname, "..", "program.schema.json"), `${JSON.stringify(document, null, 2)}\n`)
