/** A reward as it must be stored. */
import type { Reward } from "./Reward.ts"

/** What it does not say is left out. */
const withoutNulls = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part) => (part === null ? undefined : typeof part === "bigint" ? `${part}` : part))
  )

export const factOf = (reward: Reward) => {
  const { amount, charged, claimed, granted, lapsed, last, page, redeemedIn, returns, state, taken, used } = reward
  const minor = (of: bigint) => ({ minor: of, unit: amount.unit })
  return {
    reward: granted.reward,
    generation: granted.generation,
    milestone: granted.milestone,
    attribution: granted.attribution,
    program: granted.program,
    version: granted.version,
    rule: granted.rule,
    side: granted.side,
    person: granted.person,
    friend: granted.friend,
    order: granted.order,
    exchange: granted.exchange ?? undefined,
    kind: granted.kind,
    state,
    amount,
    taken: minor(taken),
    used: minor(used),
    claimed: minor(claimed),
    lapsed: minor(lapsed),
    summedIn: granted.summedIn ?? undefined,
    basis: granted.basis,
    ofLines: granted.ofLines ?? undefined,
    availableAt: granted.availableAt,
    expiresAt: granted.expiresAt,
    charges: [...charged.values()].map(({ add, counter, window }) => ({ counter, add, window: window ?? undefined })),
    redeemedIn,
    returns: returns === 0 ? undefined : returns,
    purse: granted.purse,
    isGivenAway: granted.isGivenAway ?? undefined,
    repriced: reward.repriced,
    hold: reward.hold,
    choice: granted.choice === null ? undefined : withoutNulls(granted.choice),
    page,
    recorded: last
  }
}
