// A small reader of JSON Schema, for the keywords that the published schema uses; another one is a mistake.
type Json = { readonly [key: string]: unknown }

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const types: Record<string, (value: unknown) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger
}

/** Whether a value is valid under a schema. */
export const isValid = (root: Json, schema: unknown, value: unknown): boolean => {
  if (!isObject(schema)) return schema !== false
  const valid = (one: unknown, of: unknown): boolean => isValid(root, one, of)
  const lengthOf = typeof value === "string" ? [...value].length : 0
  const keywords: Record<string, (said: never) => boolean> = {
    type: (said: string) => types[said]?.(value) === true,
    const: (said: unknown) => value === said,
    enum: (said: readonly unknown[]) => said.includes(value),
    anyOf: (said: readonly unknown[]) => said.some((one) => valid(one, value)),
    allOf: (said: readonly unknown[]) => said.every((one) => valid(one, value)),
    not: (said: unknown) => !valid(said, value),
    $ref: (said: string) => valid((root.$defs as Json)[said.replace("#/$defs/", "")] ?? false, value),
    required: (said: readonly string[]) => !isObject(value) || said.every((name) => name in value),
    properties: (said: Json) =>
      !isObject(value) || Object.entries(said).every(([name, one]) => !(name in value) || valid(one, value[name])),
    additionalProperties: (said: unknown) =>
      !isObject(value) ||
      Object.keys(value).every((name) => name in ((schema.properties ?? {}) as Json) || valid(said, value[name])),
    prefixItems: (said: readonly unknown[]) =>
      !Array.isArray(value) || said.every((one, i) => i >= value.length || valid(one, value[i])),
    items: (said: unknown) =>
      !Array.isArray(value) ||
      value.slice((schema.prefixItems as readonly unknown[] | undefined)?.length ?? 0).every((one) => valid(said, one)),
    minItems: (said: number) => !Array.isArray(value) || value.length >= said,
    maxItems: (said: number) => !Array.isArray(value) || value.length <= said,
    minimum: (said: number) => typeof value !== "number" || value >= said,
    maximum: (said: number) => typeof value !== "number" || value <= said,
    minLength: (said: number) => typeof value !== "string" || lengthOf >= said,
    maxLength: (said: number) => typeof value !== "string" || lengthOf <= said,
    pattern: (said: string) => typeof value !== "string" || new RegExp(said, "u").test(value)
  }
  const notes = ["$schema", "$defs", "title", "description"]
  return Object.entries(schema).every(([keyword, said]) => {
    const holds = keywords[keyword]
    if (holds === undefined && !notes.includes(keyword)) throw new Error(`the keyword ${keyword} is not read here`)
    return holds === undefined || holds(said as never)
  })
}
