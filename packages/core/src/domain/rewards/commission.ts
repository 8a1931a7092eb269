import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { failed } from "../Evidence.ts"
import { Country } from "../internal/country.ts"
import { cents, rate } from "../internal/example.ts"
import { minimumOrderMet } from "../internal/minimum-order.ts"
import * as Money from "../Money.ts"
import * as Products from "../Products.ts"
import * as Rate from "../Rate.ts"
import * as RewardKind from "../RewardKind.ts"

const pay = {
  percent: Schema.optionalKey(Rate.Percent),
  amount: Schema.optionalKey(Money.PositiveCurrency)
}
interface Pay {
  readonly percent?: Rate.Rate
  readonly amount?: Money.Money
}

const paysNothing = ({ amount, percent }: Pay): boolean => amount === undefined && percent === undefined

const CountryRate = Schema.Struct({
  countries: Schema.NonEmptyArray(Country).check(Schema.isMaxLength(250)),
  ...pay
}).check(Schema.makeFilter((one: Pay) => !paysNothing(one) || 'says no rate: write percent: 10, or amount: "5.00 USD"'))

const Terms = Schema.Struct({
  ...pay,
  maximum: Schema.optionalKey(Money.PositiveCurrency),
  minimumOrder: Schema.optionalKey(Money.Positive),
  /** Other rates for orders to some countries; the first that names the order's is taken. */
  rates: Schema.optionalKey(Schema.NonEmptyArray(CountryRate).check(Schema.isMaxLength(20))),
  products: Schema.optionalKey(Products.Products)
}).check(
  Schema.makeFilter((terms) => {
    if (paysNothing(terms) && terms.rates === undefined) {
      return 'says no rate: write percent: 10, amount: "5.00 USD", or rates for some countries'
    }
    const amounts = [terms.amount, terms.maximum, ...(terms.rates ?? []).map(({ amount }) => amount)]
    const units = new Set(amounts.flatMap((one) => (one === undefined ? [] : [one.unit])))
    return units.size < 2 || `has amounts in ${[...units].join(" and ")}: one commission pays in one currency`
  })
)
type Terms = typeof Terms.Type

/** What an order to a country is paid by; the terms' own rate where no list names it. */
const payFor = (terms: Terms, country: string | null): Pay =>
  terms.rates?.find(({ countries }) => country !== null && countries.includes(country)) ?? terms

const describePay = ({ amount, percent }: Pay): string => {
  const share = percent === undefined ? undefined : `${Rate.formatPercent(percent)}%`
  if (amount === undefined) return share ?? "nothing"
  return share === undefined ? Money.format(amount) : `${share}, at least ${Money.format(amount)},`
}

/**
 * A share of the order, a flat amount, or the better of both for the person: they are compared in money, on the order at
 * hand. As cash it is owed until a payout pays it; it cannot be used on orders.
 */
export const commission = RewardKind.define({
  kind: "commission",
  terms: Terms,
  form: "value",
  purse: "payout",
  onPartialRefund: "recompute",
  worth: (terms, { country = null, order, total }) => {
    const refusal = minimumOrderMet("commission", terms.minimumOrder, order ?? total)
    if (refusal !== undefined) return Result.fail(refusal)
    const { amount, percent } = payFor(terms, country)
    if (amount === undefined && percent === undefined) return Result.fail(failed("commission", country ?? "no country"))
    const share = percent === undefined ? undefined : Money.make(Rate.apply(percent, total.minor), total.unit)
    const unit = amount?.unit ?? terms.maximum?.unit ?? total.unit
    if (unit !== total.unit) return Result.fail(failed("commission", total, amount ?? terms.maximum))
    const best = share === undefined || (amount !== undefined && amount.minor > share.minor) ? amount : share
    if (best === undefined) return Result.fail(failed("commission", country ?? "no country"))
    return Result.succeed(terms.maximum !== undefined && best.minor > terms.maximum.minor ? terms.maximum : best)
  },
  needsOrder: () => true,
  products: (terms) => terms.products,
  most: ({ maximum, rates = [], ...own }) => {
    if (maximum !== undefined) return maximum
    const all: readonly Pay[] = [own, ...rates]
    if (all.some(({ percent }) => percent !== undefined)) return undefined
    return all.reduce<Money.Money | undefined>(
      (most, { amount }) => (amount !== undefined && (most === undefined || amount.minor > most.minor) ? amount : most),
      undefined
    )
  },
  describe: ({ maximum, minimumOrder, products, rates = [], ...own }) => {
    const base = paysNothing(own) ? [] : [`${describePay(own)} of commission`]
    const others = rates.map((one) => `${describePay(one)} of commission to ${one.countries.join(", ")}`)
    return `${[...base, ...others].join("; ")}${Products.describe(products)}${
      minimumOrder === undefined ? "" : `, from ${Money.format(minimumOrder)} on`
    }${maximum === undefined ? "" : `, ${Money.format(maximum)} at most`}`
  },
  examples: [
    { terms: { percent: rate(10n, 100n) }, total: cents(80_00n), worth: cents(8_00n) },
    { terms: { amount: cents(5_00n) }, total: cents(80_00n), worth: cents(5_00n) },
    // The better for the person, at both sides of where the share overtakes the flat amount.
    { terms: { percent: rate(10n, 100n), amount: cents(5_00n) }, total: cents(50_00n), worth: cents(5_00n) },
    { terms: { percent: rate(10n, 100n), amount: cents(5_00n) }, total: cents(50_10n), worth: cents(5_01n) },
    { terms: { percent: rate(10n, 100n), maximum: cents(5_00n) }, total: cents(50_10n), worth: cents(5_00n) },
    { terms: { percent: rate(10n, 100n), minimumOrder: cents(40_00n) }, total: cents(40_00n), worth: cents(4_00n) },
    { terms: { percent: rate(10n, 100n), minimumOrder: cents(40_00n) }, total: cents(39_99n), worth: null },
    {
      terms: { percent: rate(10n, 100n), rates: [{ countries: ["US", "CA"], percent: rate(20n, 100n) }] },
      total: cents(80_00n),
      country: "CA",
      worth: cents(16_00n)
    },
    {
      terms: { percent: rate(10n, 100n), rates: [{ countries: ["US", "CA"], percent: rate(20n, 100n) }] },
      total: cents(80_00n),
      worth: cents(8_00n)
    },
    { terms: { rates: [{ countries: ["US"], amount: cents(5_00n) }] }, total: cents(80_00n), worth: null }
  ]
})
