// Programs as documents, as they are published.
export { written } from "../../../testkit/src/generators/amounts.ts"
export { programInput } from "../../../testkit/src/generators/programs.ts"
