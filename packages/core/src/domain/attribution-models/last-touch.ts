import * as AttributionModel from "../AttributionModel.ts"
import { touch } from "../internal/example.ts"

/** The newest touch wins. */
export const lastTouch = AttributionModel.define({
  model: "last-touch",
  pick: (touches) => touches[touches.length - 1] ?? touches[0],
  describe: () => "whoever's link or code was used last",
  examples: [{ touches: [touch("a", "code", 1), touch("b", "click", 2)], wins: "b" }]
})
