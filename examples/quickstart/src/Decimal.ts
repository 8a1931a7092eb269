/** Exact decimals: the items of an order are summed as they are written, and the sum is rounded once. */

/** `digits / 10 ** scale`. */
export interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

export const zero: Decimal = { digits: 0n, scale: 0 }

const form = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/u

/** `undefined` where the text is no plain decimal. */
export const parse = (text: string): Decimal | undefined => {
  const match = form.exec(text)
  if (match === null) return undefined
  const [, sign = "", whole = "", decimals = ""] = match
  return { digits: BigInt(`${sign}${whole}${decimals}`), scale: decimals.length }
}

export const add = (a: Decimal, b: Decimal): Decimal => {
  const scale = Math.max(a.scale, b.scale)
  return { digits: scaled(a, scale) + scaled(b, scale), scale }
}

const scaled = ({ digits, scale }: Decimal, to: number): bigint => digits * 10n ** BigInt(to - scale)

/** As an integer of the given number of decimals; halves go away from zero. */
export const round = (decimal: Decimal, decimals: number): bigint => {
  if (decimal.scale <= decimals) return scaled(decimal, decimals)
  const unit = 10n ** BigInt(decimal.scale - decimals)
  const half = decimal.digits < 0n ? -unit : unit
  return (2n * decimal.digits + half) / (2n * unit)
}
