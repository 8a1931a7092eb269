// Lots without a shop around them: rewards in a wallet by what matters of them.
import type * as Fact from "../../src/domain/Fact.ts"
import type { FactKey, OrderId, PersonId, ProgramId, RewardId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Money from "../../src/domain/Money.ts"
import * as Unit from "../../src/domain/Unit.ts"

export const usd = unwrap(Unit.parse("USD"))
export const ann = "ann" as PersonId
export const cents = (minor: bigint): Money.Money => Money.make(minor, usd)

type Told = Partial<Omit<Fact.Reward, "amount" | "used" | "taken" | "claimed" | "lapsed" | "order">> & {
  readonly order?: string
} & { readonly [Part in "amount" | "used" | "taken" | "claimed" | "lapsed"]?: bigint }

/** Ten dollars of Ann's that wait in her wallet, but for what is told. */
export const lot = (
  name: string,
  { amount = 1000n, claimed = 0n, lapsed = 0n, order = name, taken = 0n, used = 0n, ...told }: Told = {}
): Fact.Reward => ({
  reward: `${name}/g1` as RewardId,
  key: name as FactKey<Fact.Reward>,
  generation: 1,
  program: "spring" as ProgramId,
  version: 1,
  rule: "advocate",
  side: "advocate",
  person: ann,
  friend: "bob" as PersonId,
  order: order as OrderId,
  kind: "store-credit",
  state: "available",
  milestone: false,
  attribution: 1,
  amount: cents(amount),
  taken: cents(taken),
  used: cents(used),
  claimed: cents(claimed),
  lapsed: cents(lapsed),
  basis: cents(100_00n),
  availableAt: 0 as Instant,
  expiresAt: null,
  charges: [],
  redeemedIn: null,
  purse: "wallet",
  page: null,
  recorded: 0 as Instant,
  ...told
})
