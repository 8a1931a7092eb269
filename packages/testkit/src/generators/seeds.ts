/** Seeds for programs that draw by lot: for a test, what tells one document from another will do. */
import { Catalogs, Compile, type Program } from "@goodword/core"

export const seedFor = (
  program: Program.Program,
  document: unknown,
  catalogs: Catalogs.Catalogs = Catalogs.builtIn
): { readonly seed?: string } => {
  const { lotteries } = Compile.compile(program, { version: 0, document }, catalogs)
  return lotteries.length === 0 ? {} : { seed: seedOf(JSON.stringify(document).length) }
}

export const seedOf = (n: number): string => n.toString(16).padStart(64, "0")
