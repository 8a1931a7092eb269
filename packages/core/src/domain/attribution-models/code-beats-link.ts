import * as AttributionModel from "../AttributionModel.ts"
import { touch } from "../internal/example.ts"

/** The newest typed code wins; the newest click where no code was typed. */
export const codeBeatsLink = AttributionModel.define({
  model: "code-beats-link",
  pick: (touches) => touches.findLast((touch) => touch.source === "code") ?? touches[touches.length - 1] ?? touches[0],
  describe: () => "whoever's code was typed last, or else whoever's link was used last",
  examples: [
    { touches: [touch("a", "code", 1), touch("b", "click", 2)], wins: "a" },
    { touches: [touch("a", "click", 1), touch("b", "click", 2)], wins: "b" }
  ]
})
