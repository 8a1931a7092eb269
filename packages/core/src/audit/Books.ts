/** All that is known of the log after the events up to now. */
import * as Chain from "./Chain.ts"
import * as Charges from "./Charges.ts"
import * as Choices from "./Choices.ts"
import * as Drafts from "./Drafts.ts"
import * as Draws from "./Draws.ts"
import * as Exchanges from "./Exchanges.ts"
import * as Ladders from "./Ladders.ts"
import * as Listings from "./Listings.ts"
import * as Orders from "./Orders.ts"
import * as Payouts from "./Payouts.ts"
import * as Prizes from "./Prizes.ts"
import * as Programs from "./Programs.ts"
import * as Referrals from "./Referrals.ts"
import * as Report from "./Report.ts"
import * as Rewards from "./Rewards.ts"
import * as Scores from "./Scores.ts"
import * as Transfers from "./Transfers.ts"
import * as Windows from "./Windows.ts"

export interface Books {
  readonly notes: Report.Notes
  readonly programs: Programs.Programs
  readonly drafts: Drafts.Drafts
  readonly listings: Listings.Listings
  readonly orders: Orders.Orders
  readonly referrals: Referrals.Referrals
  readonly choices: Choices.Choices
  readonly draws: Draws.Draws
  readonly chain: Chain.Chain
  readonly rewards: Rewards.Rewards
  readonly scores: Scores.Keeper
  readonly ladders: Ladders.Ladders
  readonly prizes: Prizes.Prizes
  readonly payouts: Payouts.Payouts
  readonly exchanges: Exchanges.Exchanges
  readonly transfers: Transfers.Transfers
  readonly charges: Charges.Charges
  readonly windows: Windows.Windows
}

/** Empty books. */
export const make = (findingsMax: number): Books => {
  const notes = Report.notes(findingsMax)
  const programs = Programs.make(notes)
  const orders = Orders.make(notes)
  const referrals = Referrals.make({ notes, programs, orders })
  const prizes = Prizes.make({ notes, programs, orders })
  const choices = Choices.make({ notes, programs, orders })
  const draws = Draws.make({ notes, programs })
  const rewards = Rewards.make({ notes, programs, orders, referrals, choices, draws, prizes })
  const ladders = Ladders.make({ notes, programs, referrals })
  const windows = Windows.make(notes)
  return {
    notes,
    programs,
    drafts: Drafts.make(notes, programs.versions),
    listings: Listings.make(notes),
    orders,
    referrals,
    choices,
    draws,
    chain: Chain.make({ notes, orders, referrals }),
    rewards,
    ladders,
    prizes,
    scores: Scores.keeper({ notes, programs, orders, referrals, scored: ladders.scored }),
    payouts: Payouts.make(notes, rewards.purses),
    exchanges: Exchanges.make({ notes, programs, rewards }),
    transfers: Transfers.make(notes),
    charges: Charges.make({ notes, programs, orders, referrals, windows }),
    windows
  }
}
