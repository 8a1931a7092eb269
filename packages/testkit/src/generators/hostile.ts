/** What should be refused, or kept apart to the letter: numbers that are none, text that means something elsewhere. */
import fc from "fast-check"

/** Numbers that money, counts and times must not swallow. */
export const numbers: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  -1,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  Number.MIN_VALUE,
  10n,
  "1e3",
  "0x10",
  "1,000.00 USD",
  "10.0 USD",
  "10.00 usd",
  "-10.00 USD",
  "-0.00 USD",
  "10.00 EURO",
  " 10.00 USD",
  "\u0661\u0660.00 USD",
  "99999999999999999999.00 USD"
]

/** What stands where something else should. */
export const shapes: readonly unknown[] = [null, undefined, {}, [], [[]], "", true, () => 1, Symbol.iterator, new Map()]

/** Texts in which a quote, a path, a query, a case or a letter's form is mistaken somewhere. */
export const texts: readonly string[] = [
  "' OR '1'='1",
  "'; DROP TABLE people; --",
  '"quoted"',
  "back\\slash",
  "a/b",
  "a%2Fb",
  "../../etc/passwd",
  "%",
  "_",
  "*",
  "null",
  "undefined",
  "__proto__",
  "constructor",
  "toString",
  "0",
  "00",
  "1e3",
  "cus_1",
  "CUS_1",
  "cus_1 ",
  " cus_1",
  "caf\u00e9",
  "cafe\u0301",
  "\u212a",
  "K",
  "stra\u00dfe",
  "strasse",
  "I",
  "\u0131",
  "\u202eabc",
  "a\u200bb",
  "ab",
  "\u{1f469}\u200d\u{1f680}",
  "$HOME",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "a".repeat(200)
]

export const number: fc.Arbitrary<unknown> = fc.oneof(fc.constantFrom(...numbers), fc.double())
export const shape: fc.Arbitrary<unknown> = fc.constantFrom(...shapes)
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 })
)

/** Any of these, and whatever else fast-check comes up with. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  number,
  shape,
  text,
  fc.anything({ withBigInt: true, withNullPrototype: true, withObjectString: true })
)
