/**
 * Whether a text was met before, in sixteen bytes each: 64 bits of it are kept. Among ten million ids the chance that
 * two different ones are taken for the same is a few in a million.
 */
export interface Fingerprints {
  /** Notes a text; answers whether it is new. */
  readonly add: (text: string) => boolean
}

export const make = (): Fingerprints => {
  let size = 1 << 12
  let high = new Uint32Array(size)
  let low = new Uint32Array(size)
  let count = 0

  /** Puts a print into its place; false where it is there. Both halves zero mark a free place. */
  const put = (h: number, l: number): boolean => {
    for (let i = l & (size - 1); ; i = (i + 1) & (size - 1)) {
      if (high[i] === 0 && low[i] === 0) {
        high[i] = h
        low[i] = l
        return true
      }
      if (high[i] === h && low[i] === l) return false
    }
  }

  const grow = (): void => {
    const [oldHigh, oldLow] = [high, low]
    size *= 2
    high = new Uint32Array(size)
    low = new Uint32Array(size)
    for (const [i, h] of oldHigh.entries()) {
      const l = oldLow[i] ?? 0
      if (h !== 0 || l !== 0) put(h, l)
    }
  }

  return {
    add: (text) => {
      const [h, l] = halves(text)
      if (!put(h, l)) return false
      count++
      if (count * 2 > size) grow()
      return true
    }
  }
}

/** Two hashes of one text (murmur's mixing over UTF-16 units), never both zero. */
const halves = (text: string): readonly [high: number, low: number] => {
  let h = 0x9e3779b9 ^ text.length
  let l = 0x85ebca6b ^ text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    h = Math.imul(h ^ unit, 0x9e3779b1)
    l = Math.imul(l ^ unit, 0x5f356495)
    h = (h << 13) | (h >>> 19)
    l = (l << 15) | (l >>> 17)
  }
  h = mix(h ^ (l >>> 16))
  l = mix(l ^ h)
  return [h >>> 0, l >>> 0 || 1]
}

const mix = (hash: number): number => {
  let x = hash
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}
