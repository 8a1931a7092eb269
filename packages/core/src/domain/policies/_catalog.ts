// Generated from the files beside it by `pnpm codegen`; do not edit.
import { and } from "./and.ts"
import { bestOf } from "./best-of.ts"
import { capped } from "./capped.ts"
import { choice } from "./choice.ts"
import { heldFor } from "./held-for.ts"
import { lottery } from "./lottery.ts"
import { nothing } from "./nothing.ts"
import { orElse } from "./or-else.ts"
import { when } from "./when.ts"

export const catalog = [and, bestOf, capped, choice, heldFor, lottery, nothing, orElse, when] as const
