/** Codes that people can read to each other: letters and digits that are not taken for one another. */

/** Crockford's base 32: no I, L, O, U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const length = 8

/** A code from random bytes; 32 to the 8th are more than a million million. */
export const random = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join("")

export const newCode = (): string => random(crypto.getRandomValues(new Uint8Array(length)))
