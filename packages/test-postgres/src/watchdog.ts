// Started beside each server as `watchdog.ts FOLDER PID`: when the process for which the server runs is gone, however
// it ended, the server ends and its folder with it. It ends by itself when the folder is gone.
import { existsSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { removeFolder, runningIn } from "./Folder.ts"
import { isAlive, killFamily } from "./Processes.ts"

const [folder, pid] = process.argv.slice(2)
if (folder === undefined || pid === undefined) throw new Error("Usage: watchdog.ts FOLDER PID")

// A Ctrl-C is for whom it watches.
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => undefined)

while (isAlive(Number(pid)) && existsSync(folder)) await setTimeout(200)

const running = runningIn(folder)
// Nobody will want these data again, so it need not end in good order.
if (running !== undefined) await killFamily(running.pid)
removeFolder(folder)
