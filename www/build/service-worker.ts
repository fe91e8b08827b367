/**
 * Builds the service worker when the site is built, with the list of the site's files in it. The shell, which is what
 * the pages load at once, is kept when the worker is installed; the rest is kept later, when the page is idle.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { hashedFolder } from "../hosting/headers.mjs";
import { isHostFile } from "../hosting/hosts.mjs";
import type { Kept } from "../service-worker/kept";

export const SERVICE_WORKER = "service-worker.js";

/** What is kept only once it was used: the engine with Python. */
const isOnUse = (name: string) => name.startsWith("engine/python/");

/** @param pages the entries whose static imports make the shell */
export function serviceWorker(pages: string[]): Plugin {
  let outDir = "";
  const shell = new Set(["favicon.svg", ...pages.map((page) => `${page}.html`)]);
  return {
    name: "service-worker",
    apply: "build",
    configResolved(config) {
      outDir = config.build.outDir;
    },
    generateBundle(_options, bundle) {
      const add = (name: string): void => {
        const chunk = bundle[name];
        if (shell.has(name) || chunk?.type !== "chunk") return;
        shell.add(name);
        for (const style of chunk.viteMetadata?.importedCss ?? []) shell.add(style);
        for (const imported of chunk.imports) add(imported);
      };
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === "chunk" && part.isEntry && pages.includes(part.name)) add(name);
      }
    },
    async closeBundle() {
      const files = filesOf(outDir);
      const listed = (isWanted: (name: string) => boolean) => JSON.stringify(files.filter(({ url }) => isWanted(url)));
      await build({
        configFile: false,
        publicDir: false,
        logLevel: "warn",
        define: {
          __SHELL__: listed((name) => shell.has(name)),
          __REST__: listed((name) => !shell.has(name) && !isOnUse(name)),
          __ON_USE__: listed(isOnUse),
        },
        build: {
          outDir,
          emptyOutDir: false,
          target: "es2023",
          modulePreload: false,
          rolldownOptions: {
            input: fileURLToPath(new URL("../service-worker/worker.ts", import.meta.url)),
            output: { entryFileNames: SERVICE_WORKER, format: "iife" },
          },
        },
      });
    },
  };
}

/** The site's files that a browser asks for, with what tells one version of them from another: the hash in the name, or one of the contents. */
function filesOf(folder: string): Kept[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => name !== SERVICE_WORKER && !/\.(?:br|d\.ts)$/.test(name) && !isHostFile(name))
    .sort()
    .map((url) => ({ url, revision: url.startsWith(`${hashedFolder}/`) ? null : hashOf(join(folder, url)) }));
}

const hashOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
