/** The rights of the README, as a script for a role: what is documented is what is tested. */
import { readFile } from "node:fs/promises"

export const rightsOf = async (role: string): Promise<string> => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8")
  const script = /```sql\n(grant [\s\S]*?)```/.exec(readme)?.[1]
  if (script === undefined) throw new Error("the README lists no rights: a block of sql that begins with grant")
  return script.replaceAll("shop_app", role)
}
