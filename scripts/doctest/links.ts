// What prose points at must exist: scripts named in commands, files behind links, paths in docs/where-is.md.
import { existsSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"
import type { Fence } from "./fences.ts"

export interface Fault {
  readonly at: string
  readonly message: string
}

const ownCommands = new Set([
  "install",
  "ci",
  "add",
  "exec",
  "dlx",
  "why",
  "update",
  "create",
  "init",
  "pack",
  "publish"
])

/** `npm start`, `npm test`, `npm run x`, `pnpm x` in `sh` fences. */
export const commandFaultsOf = (root: string, fences: ReadonlyArray<Fence>): ReadonlyArray<Fault> => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>
  }
  return fences
    .filter(({ language }) => /^(sh|bash|shell|console)$/.test(language))
    .flatMap(({ path, lines }) =>
      lines.flatMap(({ text, number }) => {
        const [, manager, run, name] = /^\s*(?:\$ )?(p?npm) (run )?([\w:-]+)/.exec(text) ?? []
        if (manager === undefined || name === undefined || name in scripts) return []
        if (run === undefined && ownCommands.has(name)) return []
        return [{ at: `${path}:${number}`, message: `\`${text.trim()}\`: package.json has no script "${name}".` }]
      })
    )
}

const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-")

const hasHeading = (file: string, anchor: string): boolean =>
  readFileSync(file, "utf8")
    .split("\n")
    .some((line) => /^#{1,6} /.test(line) && slugOf(line.replace(/^#+ /, "")) === anchor)

/** Prose only: what stands in a fence or in backticks is no link. */
const proseOf = (text: string): ReadonlyArray<string> => {
  let isFence = false
  return text.split("\n").map((line) => {
    if (/^\s*(```|~~~)/.test(line)) {
      isFence = !isFence
      return ""
    }
    return isFence ? "" : line
  })
}

const isPath = (text: string): boolean =>
  /^[\w.@-]+(\/[\w.@*-]+)+\/?$/.test(text) && !text.startsWith("@") && !text.startsWith("effect/")

export const linkFaultsOf = (root: string, path: string, text: string): ReadonlyArray<Fault> =>
  proseOf(text).flatMap((line, index) => {
    const at = `${path}:${index + 1}`
    const links = [...line.replaceAll(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)[^)]*\)/g)].flatMap(([, target = ""]) => {
      if (/^[a-z]+:/i.test(target)) return []
      const [file = "", anchor] = target.split("#")
      const full = file === "" ? join(root, path) : join(root, posix.join(posix.dirname(path), decodeURI(file)))
      if (!existsSync(full)) return [{ at, message: `The link "${target}" leads nowhere.` }]
      if (anchor !== undefined && full.endsWith(".md") && !hasHeading(full, anchor))
        return [{ at, message: `The link "${target}" leads to a heading that is not there.` }]
      return []
    })
    if (path !== "docs/where-is.md") return links
    const named = [...line.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code).filter(isPath)
    return [
      ...links,
      ...named.filter((file) => !existsSync(join(root, file))).map((file) => ({ at, message: `There is no ${file}.` }))
    ]
  })
