// Generated from the files beside it by `pnpm codegen`; do not edit.
export { and } from "./and.ts"
export { bestOf } from "./best-of.ts"
export { capped } from "./capped.ts"
export { choice } from "./choice.ts"
export { heldFor } from "./held-for.ts"
export { nothing } from "./nothing.ts"
export { orElse } from "./or-else.ts"
export { when } from "./when.ts"
