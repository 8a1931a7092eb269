import { defineConfig } from "tsup"

// Types come from tsc: TypeScript 7 has no compiler API for tsup to call.
export default defineConfig({
  entry: ["src/index.ts", "src/embedded.ts", "src/cli.ts"],
  format: ["esm"],
  platform: "node",
  target: "es2024",
  dts: false,
  sourcemap: true,
  splitting: true,
  clean: true
})
