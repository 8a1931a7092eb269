/** Where the page goes: looked at before anything begins, written whole or not at all. */
import { constants } from "node:fs"
import { access, mkdir, rename, rm, stat, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { Complaint, ofFile } from "./Complaint.ts"

/** Finds out whether the page can be written at the end, without leaving anything behind. */
export const check = async (folder: string): Promise<void> => {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined
      throw ofFile(folder, error)
    })
    if (found === undefined) continue
    if (!found.isDirectory()) throw new Complaint(`--out ${folder}: ${path} is a file, not a folder`)
    return access(path, constants.W_OK).catch((error: unknown) => {
      throw ofFile(path, error)
    })
  }
}

/** Another name until it is whole, so that nobody ever opens half of it. */
export const write = async (folder: string, name: string, text: string): Promise<string> => {
  const path = join(folder, name)
  const unfinished = `${path}.${process.pid}.unfinished`
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(unfinished, text)
    await rename(unfinished, path)
    return path
  } catch (error) {
    await rm(unfinished, { force: true })
    throw ofFile(path, error)
  }
}
