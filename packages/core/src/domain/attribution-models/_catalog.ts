// Generated from the files beside it by `pnpm codegen`; do not edit.
import { codeBeatsLink } from "./code-beats-link.ts"
import { lastTouch } from "./last-touch.ts"

export const catalog = [codeBeatsLink, lastTouch] as const
