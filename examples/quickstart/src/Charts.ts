/** Small charts as SVG text: bars over months, stacked bars by name, and an area. Each says in words what it shows. */

export interface Series {
  readonly name: string
  /** A color of the page's style sheet: `var(--c1)`. */
  readonly color: string
  readonly values: readonly number[]
}

interface Frame {
  readonly id: string
  readonly title: string
  readonly description: string
  /** How a value is said. */
  readonly say: (value: number) => string
}

const size = { width: 960, height: 252, left: 86, right: 12, top: 24, bottom: 28 }
const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom }
const base = size.top + inner.height

export const escaped = (text: string): string => text.replace(/[&<>"']/gu, (c) => `&#${c.charCodeAt(0)};`)

const svg = ({ description, id, title }: Frame, height: number, body: string): string =>
  `<svg viewBox="0 0 ${size.width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${escaped(
    title
  )}</title><desc id="${id}-d">${escaped(description)}</desc>${body}</svg>`

const n = (value: number): string => `${Math.round(value * 100) / 100}`

/** The least round number that is not below the largest value. */
const ceiling = (largest: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(largest, 1)))
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((top) => top >= largest) ?? largest
}

const grid = (top: number, say: Frame["say"]): string =>
  [0, 0.25, 0.5, 0.75, 1]
    .map((part) => {
      const y = n(base - part * inner.height)
      const text = part * 2 === Math.round(part * 2) ? say(part * top) : ""
      const label =
        text === "" ? "" : `<text x="${size.left - 8}" y="${y}" dy="0.32em" text-anchor="end">${escaped(text)}</text>`
      return `<line class="${part === 0 ? "base" : "grid"}" x1="${size.left}" x2="${size.width - size.right}" y1="${y}" y2="${y}"/>${label}`
    })
    .join("")

/** As many names below as there is room for; years where the names are months of several years. */
const ticks = (labels: readonly string[]): string => {
  const step = inner.width / labels.length
  const isYears = labels.length > 14 && labels.every((label) => /^\d{4}-\d{2}$/u.test(label))
  const every = Math.ceil(labels.length / 12)
  return labels
    .map((label, i) => {
      const isShown = isYears ? label.endsWith("-01") || i === 0 : i % every === 0
      if (!isShown) return ""
      const x = n(size.left + i * step)
      return `<line class="tick" x1="${x}" x2="${x}" y1="${base}" y2="${base + 6}"/><text x="${x}" y="${base + 20}">${escaped(
        isYears ? label.slice(0, 4) : label
      )}</text>`
    })
    .join("")
}

export interface Bars {
  /** A line across. */
  readonly limit?: { readonly value: number; readonly name: string }
  /** Each label has a value in one series only, so all of them stand in one place. */
  readonly isEither?: boolean
}

/** Bars for each label, side by side. */
export const bars = (
  frame: Frame,
  labels: readonly string[],
  series: readonly Series[],
  { isEither = false, limit }: Bars = {}
): string => {
  const top = ceiling(Math.max(limit?.value ?? 0, ...series.flatMap(({ values }) => values)))
  const step = inner.width / labels.length
  const width = Math.max(1, (step * 0.8) / (isEither ? 1 : series.length))
  const one = (label: string, i: number): string =>
    series
      .map(({ color, name, values }, s) => {
        const value = values[i] ?? 0
        if (value === 0) return ""
        const height = (value / top) * inner.height
        const said = `<title>${escaped(`${label}: ${frame.say(value)} ${name}`)}</title>`
        const x = size.left + i * step + step * 0.1 + (isEither ? 0 : s * width)
        return `<rect x="${n(x)}" y="${n(base - height)}" width="${n(width - (width > 4 ? 1 : 0))}" height="${n(height)}" fill="${color}">${said}</rect>`
      })
      .join("")
  const y = limit === undefined ? 0 : base - (limit.value / top) * inner.height
  const across =
    limit === undefined
      ? ""
      : `<line class="limit" x1="${size.left}" x2="${size.width - size.right}" y1="${n(y)}" y2="${n(y)}"/><text class="limit" x="${size.width - size.right}" y="${n(y - 6)}" text-anchor="end">${escaped(limit.name)}</text>`
  return svg(frame, size.height, grid(top, frame.say) + labels.map(one).join("") + across + ticks(labels))
}

/** A line with what is below it. */
export const area = (frame: Frame, labels: readonly string[], { color, values }: Series): string => {
  const top = ceiling(Math.max(...values, 0))
  const step = inner.width / labels.length
  const points = values.map((value, i) => ({
    x: size.left + (i + 0.5) * step,
    y: base - (Math.max(0, value) / top) * inner.height
  }))
  const line = points.map(({ x, y }) => `${n(x)},${n(y)}`).join(" ")
  const dots = points.map(
    ({ x, y }, i) =>
      `<circle cx="${n(x)}" cy="${n(y)}" r="${points.length > 80 ? 1.5 : 3}" fill="${color}"><title>${escaped(
        `${labels[i]}: ${frame.say(values[i] ?? 0)}`
      )}</title></circle>`
  )
  const first = n(points[0]?.x ?? size.left)
  const last = n(points.at(-1)?.x ?? size.left)
  const fill = `<polygon points="${first},${base} ${line} ${last},${base}" fill="${color}" opacity="0.18"/>`
  const stroke = `<polyline points="${line}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"/>`
  return svg(frame, size.height, grid(top, frame.say) + fill + stroke + dots.join("") + ticks(labels))
}

const row = { height: 34, bar: 20, left: 300, right: 70 }

/** A bar for each name, made of one piece for each series. */
export const stacks = (frame: Frame, names: readonly string[], series: readonly Series[]): string => {
  const sums = names.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0))
  const scale = (size.width - row.left - row.right) / Math.max(1, ...sums)
  const height = names.length * row.height + 8
  const body = names.map((name, i) => {
    const y = i * row.height + 8
    let x: number = row.left
    const pieces = series.map(({ color, name: piece, values }) => {
      const value = values[i] ?? 0
      const width = value * scale
      const title = `<title>${escaped(`${name}, ${piece}: ${frame.say(value)}`)}</title>`
      const rect =
        value === 0
          ? ""
          : `<rect x="${n(x)}" y="${y}" width="${n(Math.max(1, width - 1))}" height="${row.bar}" fill="${color}">${title}</rect>`
      x += width
      return rect
    })
    const middle = y + row.bar / 2
    const label = `<text class="name" x="${row.left - 10}" y="${middle}" dy="0.34em" text-anchor="end">${escaped(name)}</text>`
    const sum = `<text class="name" x="${n(x + 8)}" y="${middle}" dy="0.34em">${escaped(frame.say(sums[i] ?? 0))}</text>`
    return label + pieces.join("") + sum
  })
  return svg(frame, height, body.join(""))
}
