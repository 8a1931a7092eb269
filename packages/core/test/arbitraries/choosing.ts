/** A shop in which people choose between rewards, before they are earned or afterwards. */
import type { PersonId, ProgramId } from "../../src/domain/Ids.ts"
import type { Written } from "../../src/domain/Policy.ts"
import type * as Program from "../../src/domain/Program.ts"
import { choice } from "../../src/domain/policies/choice.ts"
import { percentOff, program, Shop } from "./shop.ts"

export const cash = { kind: "cash" as const, amount: "10.00 USD" }
export const cashOrOff = choice({ cash, off: percentOff(15, { maximum: "20.00 USD" }) })

export class ChoosingShop extends Shop {
  wishing(person: string, option: string, offer = "advocate") {
    const [id, by] = ["spring" as ProgramId, person as PersonId]
    return { _tag: "ChooseOption", at: this.world.now, program: id, person: by, offer, option } as const
  }

  swapping(option: string, reward = this.standing()) {
    return { _tag: "SwapReward", at: this.world.now, reward, option } as const
  }

  /** The one that is neither gone nor used, or the last. */
  standing(): string {
    return (
      (this.rewards.find(({ state }) => state === "pending" || state === "available") ?? this.rewards.at(-1))?.reward ??
      ""
    )
  }

  swap(option: string): this {
    this.do(this.swapping(option))
    return this
  }
}

export const open = (give: Written, more: Partial<Program.Input> = {}, offer: object = {}): ChoosingShop =>
  new ChoosingShop(program({ newCustomersOnly: false, advocate: { give, ...offer }, ...more })).enroll(
    "ann"
  ) as ChoosingShop
