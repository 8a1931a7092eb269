// Generated from package.json by `npm run codegen`; do not edit.
export const version = "0.1.0"
