// The npm package: packed, and installed in an empty project, it serves the playground and has its types.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fromRoot } from "../../lib/paths.mjs";
import { read } from "../../lib/run.mjs";
import { addressOf } from "../served.mjs";

/** @type {string} */
let project;

/** @param {string} command @param {string[]} args @param {string} cwd */
async function must(command, args, cwd) {
  const { code, stdout, stderr } = await read(command, args, { cwd });
  assert.equal(code, 0, `${command} ${args.join(" ")}:\n${stdout}${stderr}`);
  return stdout;
}

before(async () => {
  project = mkdtempSync(join(tmpdir(), "manyhands-project-"));
  // What is built is what is packed: the build has run before this.
  await must("npm", ["pack", "--ignore-scripts", "--pack-destination", project], fromRoot());
  const [tarball] = readdirSync(project).filter((name) => name.endsWith(".tgz"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  // Every package that it needs is in the cache, since it was installed here.
  await must("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${tarball}`], project);
});
after(() => rmSync(project, { recursive: true, force: true }));

test("it brings what its server needs, and nothing else", () => {
  const names = readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."));
  for (const name of ["manyhands", "@fastify", "mrmime"]) assert.ok(names.includes(name), name);
  for (const name of ["vite", "lit", "typescript", "workbox-precaching"]) assert.ok(!names.includes(name), name);
  const root = join(project, "node_modules", "manyhands");
  assert.deepEqual(
    readdirSync(root).filter((name) => ["src", "tests", "target", "node_modules"].includes(name)),
    [],
  );
  // Of the page's sources the headers alone, which the server sends.
  assert.deepEqual(readdirSync(join(root, "www")), ["hosting"]);
  assert.ok(readdirSync(join(root, "dist")).includes(".nojekyll"));
});

test("npx manyhands serves the playground on a free port, with the headers", async () => {
  const child = spawn("npx", ["--no-install", "manyhands", "--port", "0"], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const over = new Promise((resolve) => child.once("close", resolve));
  try {
    const url = await addressOf(child);
    for (const path of ["", "many-hands.js", "service-worker.js", "engine/shared/manyhands_bg.wasm"]) {
      const response = await fetch(url + path);
      assert.equal(response.status, 200, path);
      assert.equal(response.headers.get("cross-origin-embedder-policy"), "require-corp", path);
      assert.ok((await response.arrayBuffer()).byteLength > 0, path);
    }
  } finally {
    // npx and what it started are one group.
    if (child.pid) process.kill(-child.pid, "SIGTERM");
  }
  await over;
});

test("its types are those of the contract, for every kind of module resolution", async () => {
  writeFileSync(
    join(project, "use.ts"),
    `import { lessons, run, type RunRecord, type RunEvent } from "manyhands";
const element: HTMLElement = document.createElement("many-hands");
element.setAttribute("lesson", "pi");
export async function use(): Promise<RunRecord> {
  const [first] = await lessons();
  return run(first!.id, { workers: 2 }, { onEvent: (event: RunEvent) => console.log(event.t_us) });
}
// @ts-expect-error A lesson's id is text.
run(3);
`,
  );
  const typescript = fromRoot("node_modules", "typescript");
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(typescript, join(project, "node_modules", "typescript"), "dir");
  for (const [module, resolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ]) {
    const options = {
      compilerOptions: {
        target: "es2023",
        lib: ["es2023", "dom"],
        module,
        moduleResolution: resolution,
        strict: true,
        noEmit: true,
        types: [],
      },
      files: ["use.ts"],
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(options));
    await must(process.execPath, [join(typescript, "bin", "tsc"), "--project", project], dirname(project));
  }
});
