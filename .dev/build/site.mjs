// The page: Vite bundles www/ into dist/, and each file is compressed beside itself for servers that send such files.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { Failure } from "../lib/failure.mjs";
import { dist, engineRoot, fromRoot, target } from "../lib/paths.mjs";
import { stamp } from "../lib/stamp.mjs";
import { rustSources } from "./catalogue.mjs";
import { writeTypes } from "./types.mjs";
import { wasmBuilds } from "./wasm.mjs";

export const viteConfig = fromRoot("www", "vite.config.ts");

// The page shows the sources that really ran, so those are inputs too.
const inputs = () => ({
  files: ["www", ...rustSources, "tests", "docs", "package-lock.json", ".dev/build/site.mjs", ".dev/build/types.mjs"],
  ignore: ["tests/page", "tests/where", "www/dist"],
});
const made = stamp("site", inputs, () => [join(dist, "index.html")]);

/**
 * @param {string} [how] what is said of it, where one command builds it twice
 * @returns {import('../lib/steps.mjs').Step}
 */
export function siteStep(how) {
  return {
    name: `Building the page into dist/${how ? `, ${how}` : ""}`,
    upToDate: () => made.isFresh(),
    run: async () => {
      if (!existsSync(viteConfig)) throw new Failure("There is no page yet: www/vite.config.ts is missing.");
      await made.during(buildSite);
      return sizes();
    },
  };
}

/** Built apart and moved into place whole: dist/ may be being served. */
async function buildSite() {
  mkdirSync(target, { recursive: true });
  const workshop = mkdtempSync(join(target, "site-"));
  try {
    const { build } = await import("vite");
    try {
      await build({ configFile: viteConfig, logLevel: "warn", build: { outDir: workshop, emptyOutDir: true } });
    } catch (error) {
      throw new Failure(`Building the page failed: ${error instanceof Error ? error.message : error}`);
    }
    await writeTypes(workshop);
    compressAll(workshop);
    chmodSync(workshop, 0o755); // a temporary folder is its maker's alone
    if (existsSync(dist)) renameSync(dist, `${workshop}.old`);
    renameSync(workshop, dist);
  } finally {
    for (const folder of [workshop, `${workshop}.old`]) rmSync(folder, { recursive: true, force: true });
  }
}

const compressible = /\.(?:html|js|mjs|css|json|svg|wasm|wgsl|txt|py|rs|webmanifest)$/;

/** @param {string} folder */
function compressAll(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !compressible.test(entry.name) || statSync(file).size < 1024) continue;
    writeFileSync(`${file}.br`, brotli(readFileSync(file)));
  }
}

/** @param {Buffer} bytes */
const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });

/** What someone has to fetch: raw, and as a server with brotli sends it. */
function sizes() {
  /** @param {string} file */
  const size = (file) => (existsSync(file) ? statSync(file).size : 0);
  /** @param {string[]} files */
  const said = (files) => {
    const [raw, small] = [files.map(size), files.map((file) => size(`${file}.br`) || size(file))].map((list) =>
      list.reduce((sum, bytes) => sum + bytes, 0),
    );
    return `${(raw / 1000).toFixed(0)} kB, ${(small / 1000).toFixed(0)} kB brotli`;
  };
  const lines = [...wasmBuilds, "python"].flatMap((build) => {
    const folder = join(dist, relative(fromRoot("www", "public"), engineRoot), build);
    if (!existsSync(folder)) return [];
    return [
      `engine ${build}: wasm ${said([join(folder, "manyhands_bg.wasm")])}; glue ${said([join(folder, "manyhands.js")])}`,
    ];
  });
  const page = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter(
    (name) => !name.startsWith("engine") && /\.(?:html|js|css)$/.test(name),
  );
  return [...lines, `page, all of it: ${said(page.map((name) => join(dist, name)))}`].join("\n");
}
