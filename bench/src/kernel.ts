// The speed and the size of the kernel: `npm run bench -- kernel`. Names as arguments run only those parts:
// `npm run bench -- kernel decisions size`.
import { commitFigures } from "./kernel/commits.ts"
import { decisionFigures } from "./kernel/decisions.ts"
import { historyFigures } from "./kernel/history.ts"
import { sizeFigures } from "./kernel/size.ts"
import { recorder } from "./measure/figures.ts"

const parts = { decisions: decisionFigures, history: historyFigures, commits: commitFigures, size: sizeFigures }
const wanted = process.argv.slice(3)
const record = recorder("kernel")
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure(record)
}
if (wanted.length === 0) record.write()
