// Generated from the files beside it by `pnpm codegen`; do not edit.
export { codeBeatsLink } from "./code-beats-link.ts"
export { lastTouch } from "./last-touch.ts"
