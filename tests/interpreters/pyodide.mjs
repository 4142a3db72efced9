// Runs a Python program in CPython for WebAssembly, which the npm package pyodide is, in Node.
//
//     node pyodide.mjs PACKAGE PLAN
//
// PACKAGE is the folder of the package. PLAN is JSON: `options` for the interpreter (`-OO`),
// `folders` that it sees, each under its own name, the first of them the working directory;
// `path` to import from first, `program` and its `arguments`. Standard output and the exit
// status are those of the program.

import { writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread, Worker } from "node:worker_threads";

if (isMainThread) {
  // The interpreter's own stack is that of JavaScript, and the usual megabyte ends it, beyond
  // all exceptions, where CPython would say RecursionError: only a worker can have more.
  const worker = new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    resourceLimits: { stackSizeMb: 256 },
  });
  worker.on("exit", (status) => (process.exitCode = status));
} else {
  const [home, text] = process.argv.slice(2);
  process.exit(await run(home, JSON.parse(text)));
}

async function run(home, plan) {
  // It reads and writes by these numbers, which the streams of a worker do not have.
  process.stdin.fd = 0;
  process.stdout.fd = 1;
  process.stderr.fd = 2;
  const { loadPyodide } = await import(pathToFileURL(join(home, "pyodide.mjs")));
  const python = await loadPyodide({ args: plan.options, env: { HOME: "/tmp" } });
  for (const folder of plan.folders) python.mountNodeFS(folder, folder);
  python.globals.set("plan", python.toPy(plan));
  try {
    // Not by `-W error`: some of what Pyodide does to start would not survive it.
    python.runPython(`
import os, runpy, sys, warnings
warnings.simplefilter("error")
sys.path[:0] = plan["path"]
sys.argv = [plan["program"], *plan["arguments"]]
os.chdir(plan["folders"][0])
runpy.run_path(plan["program"], run_name="__main__")
`);
  } catch (error) {
    const last = error.message.trimEnd().split("\n").at(-1);
    const status = /^SystemExit(?:: (\d+|None))?$/.exec(last);
    if (error.type === "SystemExit" && status) return Number(status[1] ?? 0) || 0;
    writeSync(2, error.message);
    return 1;
  }
  return 0;
}
