import { pathText } from "./issues.ts"

/** Where two JSON documents differ, as `path: before -> after`. */
export const differences = (before: unknown, after: unknown, path: readonly PropertyKey[] = []): readonly string[] => {
  if (before === after) return []
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => differences(before[key], after[key], [...path, key]))
  }
  return [`${pathText(path)}: ${JSON.stringify(before) ?? "absent"} -> ${JSON.stringify(after) ?? "absent"}`]
}

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null
