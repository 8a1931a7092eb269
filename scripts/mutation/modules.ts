/** What is broken, and the tests of the domain that have to notice: those that are about it, so that a run takes minutes. */
export const modules: Readonly<
  Record<string, { readonly files: readonly string[]; readonly tests: readonly string[] }>
> = {
  money: {
    files: ["Money.ts", "Rate.ts", "Rounding.ts", "Allocation.ts", "Unit.ts"],
    tests: ["Money", "Rate", "Rounding", "Allocation", "Unit", "catalog"]
  },
  ledger: {
    files: ["Ledger.ts", "Event.ts", "RewardFold.ts"],
    tests: ["Reward", "Refund", "laws-ledger", "laws-log"]
  },
  refunds: {
    files: ["Clawback.ts", "Refund.ts", "Reward.ts"],
    tests: ["Refund", "Reward", "Order", "Review", "laws-ledger", "laws-rewards"]
  },
  caps: {
    files: ["Limits.ts", "limits/*.ts"],
    tests: ["Reward", "Refund", "Quote", "laws-rewards"]
  },
  policies: {
    files: ["Grant.ts", "rewards/[a-z]*.ts"],
    tests: ["Reward", "Refund", "Quote", "Perk", "catalog", "laws-rewards"]
  }
}
