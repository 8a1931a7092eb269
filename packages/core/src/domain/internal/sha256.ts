/**
 * SHA-256 (FIPS 180-4) and HMAC (RFC 2104) over it, at once and in every runtime: what platforms offer answers later, and
 * a decision does not wait. The tests hold it to the platform's own.
 */

/** The largest whole number whose power is not above another. */
const root = (power: bigint, of: bigint): bigint => {
  let [low, high] = [0n, 1n << 40n]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (middle ** power <= of) low = middle
    else high = middle
  }
  return low
}

/** The first 32 bits behind the point of the roots of the first primes. */
const wordsOf = (count: number, power: bigint): Uint32Array => {
  const words = new Uint32Array(count)
  const behind = new DataView(new ArrayBuffer(8))
  for (let at = 0, n = 2n; at < count; n++) {
    let isPrime = true
    for (let d = 2n; d * d <= n; d++) if (n % d === 0n) isPrime = false
    if (!isPrime) continue
    behind.setBigUint64(0, root(power, n << (32n * power)))
    words[at++] = behind.getUint32(4)
  }
  return words
}

const initial = wordsOf(8, 2n)
const constants = wordsOf(64, 3n)

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

const compress = (state: Uint32Array, schedule: Uint32Array): void => {
  for (let t = 16; t < 64; t++) {
    const early = schedule[t - 15] as number
    const late = schedule[t - 2] as number
    const a = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)
    const b = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10)
    schedule[t] = (schedule[t - 16] as number) + a + (schedule[t - 7] as number) + b
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const mixed = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const one = h + mixed + ((e & f) ^ (~e & g)) + (constants[t] as number) + (schedule[t] as number)
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const after = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (state[i] as number) + (after[i] as number)
}

/** The digest of some bytes: 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  const state = initial.slice()
  const schedule = new Uint32Array(64)
  for (let block = 0; block < padded.length; block += 64) {
    for (let t = 0; t < 16; t++) schedule[t] = view.getUint32(block + 4 * t)
    compress(state, schedule)
  }
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, i) => {
    digest.setUint32(4 * i, word)
  })
  return new Uint8Array(digest.buffer)
}

/** The digest of some bytes under a key of at most 64 bytes. */
export const hmac = (key: Uint8Array, bytes: Uint8Array): Uint8Array => {
  const under = (pad: number, rest: Uint8Array): Uint8Array => {
    const all = new Uint8Array(64 + rest.length).fill(pad, 0, 64)
    key.forEach((byte, i) => {
      all[i] = byte ^ pad
    })
    all.set(rest, 64)
    return sha256(all)
  }
  return under(0x5c, under(0x36, bytes))
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")

export const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16))

/** The UTF-8 of a text. */
export const utf8 = (text: string): Uint8Array =>
  Uint8Array.from(encodeURIComponent(text).match(/%..|[^%]/gu) ?? [], (one) =>
    one.length === 1 ? one.charCodeAt(0) : Number.parseInt(one.slice(1), 16)
  )
