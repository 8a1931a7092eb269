/**
 * Whether a batch may be decided on what was seen last, without a look at the store. Where other processes write the same
 * facts, that is in vain: each time it was, the next batches look first, twice as many as the last time.
 */
export interface Trust {
  /** Asked once for each batch. */
  readonly isGiven: () => boolean
  readonly wasKept: () => void
  readonly wasBroken: () => void
}

const penaltyMax = 64

export const make = (): Trust => {
  let looking = 0
  let penalty = 1
  return {
    isGiven: () => {
      if (looking === 0) return true
      looking -= 1
      return false
    },
    wasKept: () => {
      penalty = Math.max(1, penalty / 2)
    },
    wasBroken: () => {
      looking = penalty
      penalty = Math.min(penaltyMax, penalty * 2)
    }
  }
}
