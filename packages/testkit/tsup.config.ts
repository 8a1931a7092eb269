import { defineConfig } from "tsup"

// Types come from tsc: TypeScript 7 has no compiler API for tsup to call.
export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm"],
  platform: "neutral",
  target: "es2024",
  dts: false,
  sourcemap: true,
  splitting: true,
  clean: true,
  // The version of core comes from its package.json: every Node from 22 on reads `with { type: "json" }`, and asks for it.
  esbuildOptions: (options) => {
    options.supported = { ...options.supported, "import-attributes": true }
  }
})
