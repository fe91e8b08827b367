// The types of the published module: what `many-hands.ts` exports and all that it names, taken from the page's sources.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fromRoot } from "../lib/paths.mjs";
import { runQuietly } from "../lib/run.mjs";

const entry = "many-hands";

/** Writes them into types/ of the built site. @param {string} site */
export async function writeTypes(site) {
  const workshop = mkdtempSync(join(tmpdir(), "manyhands-types-"));
  try {
    const tsc = fromRoot("node_modules", "typescript", "bin", "tsc");
    const flags = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--rootDir", fromRoot()];
    await runQuietly(process.execPath, [tsc, "--project", fromRoot("www"), ...flags, "--outDir", workshop], {
      what: "Writing the types",
    });
    copyReachable(join(workshop, "www", "src"), join(site, "types"));
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/**
 * Copies the entry and what it names. An import for its effect alone has no types; one of a name gets the ending that
 * every kind of module resolution understands, in place of `.ts` where it was named.
 * @param {string} from
 * @param {string} to
 */
function copyReachable(from, to) {
  const wanted = [entry];
  for (const name of wanted) {
    const text = readFileSync(join(from, `${name}.d.ts`), "utf8")
      .replace(/^import ["'][^"']+["'];\n/gm, "")
      .replace(/(from |import\()(["'])(\.[^"']*)\2/g, (_all, before, quote, path) => {
        const module = path.replace(/\.ts$/, "");
        const found = relative(from, join(from, dirname(name), module));
        if (!wanted.includes(found)) wanted.push(found);
        return `${before}${quote}${module}.js${quote}`;
      });
    const file = join(to, `${name}.d.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
