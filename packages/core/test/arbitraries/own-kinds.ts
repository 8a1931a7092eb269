// A kind of reward of a store's own, which may have nothing to give; the built-in ones always have.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Catalogs from "../../src/domain/Catalogs.ts"
import { failed } from "../../src/domain/Evidence.ts"
import type { ProgramId } from "../../src/domain/Ids.ts"
import * as RewardKind from "../../src/domain/RewardKind.ts"
import { cents } from "./lots.ts"
import { Shop, start } from "./shop.ts"
import { World } from "./world.ts"

/** A tree for so many cents, none of them for nothing, and `null` where no trees are left. */
export const tree = RewardKind.define({
  kind: "tree",
  terms: Schema.Struct({ price: Schema.NullOr(Schema.Int) }),
  form: "value",
  onPartialRefund: "proportional",
  worth: ({ price }) =>
    price === null ? Result.fail(failed("tree", "no trees are left")) : Result.succeed(cents(BigInt(price))),
  most: ({ price }) => cents(BigInt(price ?? 0)),
  issue: "PlantTree",
  withdraw: "CancelTree",
  describe: () => "a tree",
  examples: [{ terms: { price: 500 }, total: cents(500n), worth: cents(500n) }]
})

export class TreeShop extends Shop {
  override readonly world = new World(start, Result.getOrThrow(Catalogs.make({ rewards: [tree] })))

  constructor(document: object) {
    super()
    const given = { id: "spring", timeZone: "UTC", newCustomersOnly: false, onSilence: "hold", ...document }
    const program = "spring" as ProgramId
    this.do({ _tag: "PublishProgram", at: this.world.now, program, document: given, mode: "open" })
  }
}
