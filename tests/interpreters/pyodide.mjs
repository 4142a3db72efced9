// Runs a Python program in CPython for WebAssembly, which the npm package pyodide is, in Node.
//
//     node pyodide.mjs PACKAGE PLAN
//
// PACKAGE is the folder of the package. PLAN is JSON: `options` for the interpreter (`-OO`),
// `folders` that it sees, each under its own name, `path` to import from first, `program` and
// its `arguments`. Standard output and the exit status are those of the program.

import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [home, text] = process.argv.slice(2);
const plan = JSON.parse(text);
const { loadPyodide } = await import(pathToFileURL(join(home, "pyodide.mjs")));

const python = await loadPyodide({ args: plan.options, env: { HOME: "/tmp" } });
for (const folder of plan.folders) python.mountNodeFS(folder, folder);
python.globals.set("plan", python.toPy(plan));
try {
  // Warnings become errors here: some of Pyodide's own start-up would not survive `-W error`.
  python.runPython(`
import os, runpy, sys, warnings
warnings.simplefilter("error")
sys.path[:0] = plan["path"]
sys.argv = [plan["program"], *plan["arguments"]]
os.chdir(plan["folders"][0])
runpy.run_path(plan["program"], run_name="__main__")
`);
} catch (error) {
  if (error.type !== "SystemExit") {
    console.error(error.message);
    process.exit(1);
  }
  const said = error.message.trimEnd().split("\n").at(-1).replace(/^SystemExit(: )?/, "");
  const status = said === "" || said === "None" ? 0 : Number(said);
  if (Number.isNaN(status)) console.error(said);
  process.exit(Number.isNaN(status) ? 1 : status);
}
