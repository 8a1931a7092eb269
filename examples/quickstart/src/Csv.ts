/** The records of a CSV file, one at a time: a file of any size takes the memory of one row. */
import { createReadStream } from "node:fs"
import { CsvError, parse } from "csv-parse"
import { Complaint, ofFile } from "./Complaint.ts"

export interface Row {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number
  readonly cells: readonly string[]
}

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly records: number; readonly empty_lines: number }
}

/** Larger rows are a quote that was never closed. */
const rowBytesMax = 1024 * 1024

export async function* rows(path: string): AsyncGenerator<Row> {
  const file = createReadStream(path)
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: rowBytesMax
  })
  file.on("error", (error) => parser.destroy(error))
  file.pipe(parser)
  try {
    for await (const { info, record } of parser as AsyncIterable<Parsed>) {
      yield { row: info.records + info.empty_lines, cells: record }
    }
  } catch (error) {
    throw error instanceof CsvError ? broken(path, error) : "code" in (error as object) ? ofFile(path, error) : error
  } finally {
    file.destroy()
  }
}

/** The parser reads ahead of whoever takes its rows, so it has to say itself where it stopped. */
const broken = (path: string, error: CsvError): Complaint => {
  const row = Number(error.records) + Number(error.empty_lines) + 1
  const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE"
  const why = isOpen ? "a quote is opened and never closed" : "a quote stands where none may stand"
  return new Complaint(`${path}, row ${row}: ${why}`)
}
