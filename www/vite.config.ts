/**
 * Builds the site into ../dist with relative addresses, so that it works under any path. The engine is not bundled:
 * it is served as it is from public/engine, and loaded by a worker when someone is about to run a lesson.
 */
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { hostFiles } from "./build/host-files.ts";
import { policyInPages } from "./build/policy.ts";
import { serviceWorker } from "./build/service-worker.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Other pages load `many-hands.js`: a name that stays, for a module whose own name changes with its content. */
function stableName(entry: string): Plugin {
  return {
    name: "stable-name",
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (request.url === `/${entry}.js`) request.url = `/src/${entry}.ts`;
        next();
      });
    },
    generateBundle(_options, bundle) {
      const chunk = Object.values(bundle).find((part) => part.type === "chunk" && part.isEntry && part.name === entry);
      if (!chunk) this.error(`There is no entry ${entry}.`);
      this.emitFile({ type: "asset", fileName: `${entry}.js`, source: `export * from "./${chunk.fileName}";\n` });
    },
  };
}

export default defineConfig({
  root: here("."),
  publicDir: here("public"),
  base: "./",
  plugins: [stableName("many-hands"), policyInPages(), hostFiles(), serviceWorker(["index", "embed"])],
  worker: { format: "es" },
  // The built-in shaders, which the editor starts from, lie beside www/.
  server: { fs: { allow: [here("..")] } },
  build: {
    outDir: here("../dist"),
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here("index.html"), embed: here("embed.html"), "many-hands": here("src/many-hands.ts") },
      preserveEntrySignatures: "exports-only",
    },
  },
});
