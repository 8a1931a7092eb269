// The kernel in a world of plain maps, as it is published.
export { bytes, kept, type Outcome, replay, stateOf, World } from "../../../testkit/src/generators/World.ts"
