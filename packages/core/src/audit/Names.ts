/** What things are called in keys and accounts, as the pages say it: `docs/glossary.md`, `docs/architecture.md`. */

/** An id as one part of a key: what could imitate a boundary is written as a number. */
export const part = (id: string): string => {
  let safe = ""
  for (const unit of id) {
    const code = unit.charCodeAt(0)
    const isReserved = unit === "%" || unit === "/" || code < 0x20
    safe += isReserved ? `%${code.toString(16).toUpperCase().padStart(2, "0")}` : unit
  }
  return safe
}

export const order = (id: string): string => `order/${part(id)}`
export const referral = (program: string, friend: string): string => `referral/${program}/${part(friend)}`
export const advocate = (program: string, person: string): string => `advocate/${program}/${part(person)}`

export const expense = (program: string): string => `expense/${program}`
export const redeemed = (program: string): string => `redeemed/${program}`
export const breakage = (program: string): string => `breakage/${program}`
export const owed = (person: string): string => `owed/${part(person)}`
export const debt = (person: string): string => `debt/${part(person)}`

export type Column = "pending" | "posted"

export const balance = (account: string, unit: string, column: Column): string => `balance/${account}/${unit}/${column}`
