/**
 * The letters behind an `xn--` label of a domain name (RFC 3492), in plain arithmetic. Only reading is needed here: the
 * written form of a folded domain is the one with letters.
 */

const base = 36
const tMin = 1
const tMax = 26
const skew = 38
const damp = 700
const firstBias = 72
const firstCode = 128
const lastCode = 0x10ffff

/**
 * Reads what follows `xn--`; `undefined` where it is no punycode.
 *
 * @example
 * import { decode } from "./punycode.ts"
 * decode("mnchen-3ya") // => "münchen"
 * decode("!") // => undefined
 */
export const decode = (text: string): string | undefined => {
  // A hyphen in front of everything parts nothing; it is then read as a digit, and is none.
  const hyphen = Math.max(text.lastIndexOf("-"), 0)
  const codes = Array.from(text.slice(0, hyphen), (letter) => letter.charCodeAt(0))
  if (codes.some((code) => code >= firstCode)) return undefined
  let code = firstCode
  let place = 0
  let bias = firstBias
  for (let at = hyphen === 0 ? 0 : hyphen + 1; at < text.length; ) {
    const run = readNumber(text, at, bias)
    if (run === undefined) return undefined
    const length = codes.length + 1
    bias = adapt(run.value, length, place === 0)
    place += run.value
    code += Math.floor(place / length)
    place %= length
    if (code > lastCode || (code >= 0xd800 && code <= 0xdfff)) return undefined
    codes.splice(place, 0, code)
    place += 1
    at = run.end
  }
  return String.fromCodePoint(...codes)
}

interface Run {
  readonly value: number
  /** Where the next number begins. */
  readonly end: number
}

/** A number whose digits tell by their size where it ends. */
const readNumber = (text: string, start: number, bias: number): Run | undefined => {
  let value = 0
  let weight = 1
  for (let at = start, k = base; at < text.length; at += 1, k += base) {
    const digit = digitOf(text.charCodeAt(at))
    if (digit === undefined) return undefined
    value += digit * weight
    if (value > 0x7fffffff) return undefined
    const threshold = k <= bias ? tMin : k >= bias + tMax ? tMax : k - bias
    if (digit < threshold) return { value, end: at + 1 }
    weight *= base - threshold
  }
  return undefined
}

const digitOf = (code: number): number | undefined => {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26
  return undefined
}

const adapt = (delta: number, length: number, isFirst: boolean): number => {
  let rest = isFirst ? Math.floor(delta / damp) : Math.floor(delta / 2)
  rest += Math.floor(rest / length)
  let k = 0
  while (rest > ((base - tMin) * tMax) / 2) {
    rest = Math.floor(rest / (base - tMin))
    k += base
  }
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew))
}
