/** How lotteries follow from events. */
import type * as Event from "./Event.ts"
import { type Fold, must, put } from "./Fold.ts"
import * as Key from "./Key.ts"

export const lottery = (fold: Fold, event: Event.SeedCommitted | Event.SeedRevealed | Event.LotteryDrawn): void => {
  const { period, program, recorded } = event
  switch (event._tag) {
    case "SeedCommitted": {
      const { commitment } = event
      put(fold, Key.lottery(program), { period, commitment, recorded })
      return put(fold, Key.lotteryPeriod(program, period), { commitment, seed: null, recorded })
    }
    case "SeedRevealed": {
      const key = Key.lotteryPeriod(program, period)
      return put(fold, key, { ...must(fold, key, event), seed: event.seed, recorded })
    }
    case "LotteryDrawn":
      return put(fold, event.draw, { period, given: event.given, recorded })
  }
}
