/**
 * What is broken, and the tests of the domain that have to notice: those that are about it, so that a run takes minutes.
 * A module is as much as can be tried in a pause.
 */
export const modules: Readonly<
  Record<string, { readonly files: readonly string[]; readonly tests: readonly string[] }>
> = {
  money: {
    files: ["Money.ts", "Rate.ts", "Rounding.ts", "Allocation.ts", "Unit.ts", "Multiplier.ts"],
    tests: ["Money", "Rate", "Rounding", "Allocation", "Unit", "Multiplier"]
  },
  ledger: {
    files: ["Ledger.ts", "Event.ts", "RewardFold.ts"],
    tests: [
      ...["Ledger", "RewardFold", "Reward", "Spend", "RollBack", "Exchange", "Choice", "Swap", "limits/room", "Tier"],
      ...["Sums", "Repricing"]
    ]
  },
  wallets: {
    files: ["Lot.ts", "Lots.ts", "PurseFold.ts", "Debt.ts", "Spend.ts", "SpendFold.ts"],
    tests: ["Lot", "Lots", "PurseFold", "Spend", "SpendFold", "Reward", "Exchange"]
  },
  refunds: {
    files: ["Clawback.ts", "Refund.ts", "Reward.ts", "Line.ts", "Cancellation.ts", "Dispute.ts", "Kept.ts"],
    tests: [
      ...["Clawback", "Kept", "Line", "Refund", "Reward", "Cancellation", "Dispute", "Awaited", "Order", "Spend"],
      ...["RollBack", "GivenAway", "Sums", "limits/room"]
    ]
  },
  caps: {
    files: ["Limits.ts", "limits/*.ts", "RollingWindow.ts", "CapTerms.ts"],
    tests: ["CapTerms", "RollingWindow", "limits/room", "Limits", "Reward", "Refund", "Quote"]
  },
  policies: {
    files: ["Award.ts", "Leaves.ts", "Checkout.ts", "Policy.ts", "PolicyChecks.ts", "policies/[a-z]*.ts"],
    tests: ["Award", "Leaves", "Checkout", "Policy", "Quote", "Choice", "Swap", "Lottery", "laws-checkout"]
  },
  grants: {
    files: ["Grant.ts", "Multiplication.ts"],
    tests: [
      ...["Grant", "Multiplication", "Quote", "Policy", "EveryOrder", "SignupReward", "RewardFold", "GivenAway"],
      ...["SpecialEvent", "Tier", "Sums", "Repricing", "Choice", "Swap", "Lottery", "Awaited", "Products"]
    ]
  },
  rewards: {
    files: ["rewards/[a-z]*.ts"],
    tests: ["rewards/kinds", "Points", "Commission", "Cash", "Perk", "GivenAway", "Quote"]
  },
  exchanges: {
    files: ["Exchange.ts", "ExchangeTerms.ts", "ExchangeChecks.ts", "Reserve.ts", "Redemption.ts"],
    tests: ["Exchange", "RollBack", "Reward", "Cash", "Perk", "Spend", "Line", "Products", "Dispute"]
  },
  repricing: {
    files: ["Repricing.ts", "Charge.ts", "Pin.ts"],
    tests: ["Charge", "Pin", "Repricing", "laws-repricing", "RewardFold"]
  },
  tiers: {
    files: ["Tier.ts", "TierFold.ts", "TierTerms.ts", "Ladder.ts", "GrantAlone.ts", "Sums.ts", "SumFold.ts"],
    tests: ["Tier", "Ladder", "Sums", "Prize"]
  },
  payouts: {
    files: ["Payout.ts", "PayoutFold.ts", "TaxThreshold.ts", "TaxFold.ts"],
    tests: ["Payout", "TaxThreshold"]
  },
  choices: {
    files: ["Choice.ts", "Swap.ts"],
    tests: ["Choice", "Swap"]
  },
  lotteries: {
    files: ["Draw.ts", "Lottery.ts", "LotteryFold.ts", "Reveal.ts"],
    tests: ["Lottery"]
  },
  prizes: {
    files: ["Prize.ts", "PrizeTerms.ts", "PrizeFold.ts"],
    tests: ["Prize", "PrizeTerms"]
  }
}
