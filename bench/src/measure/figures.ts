// Figures are printed as `figure NAME VALUE UNIT`, one a line, and written as JSON; what is under way goes to stderr.
import { mkdirSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { join } from "node:path"

export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

const rounded = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(4)))

/** Prints each figure as it comes; `write` keeps all of them as `bench/results/<name>.json`. */
export const recorder = (name: string) => {
  const figures: Figure[] = []
  return {
    add: (figure: Figure): void => {
      const shown = { ...figure, value: rounded(figure.value) }
      figures.push(shown)
      console.log(`figure ${shown.name} ${shown.value} ${shown.unit}`)
    },
    write: (): void => {
      const folder = join(import.meta.dirname, "../../results")
      mkdirSync(folder, { recursive: true })
      const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length }
      const written = { bench: name, at: new Date().toISOString(), machine, figures }
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(written, null, 2)}\n`)
    }
  }
}

export type Recorder = ReturnType<typeof recorder>

export const progress = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
