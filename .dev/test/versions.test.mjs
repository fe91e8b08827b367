// What must agree with the library to the last digit, does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromRoot } from "../lib/paths.mjs";
import { wasmBindgenVersion } from "../versions.mjs";

test("the tool that writes the glue is of the version of wasm-bindgen that the crate is built with", () => {
  const file = (/** @type {string} */ name) => readFileSync(fromRoot(".dev", "tools", "bindgen", name), "utf8");
  const version = wasmBindgenVersion();
  const manifest = file("Cargo.toml");
  assert.equal(/^version = "(.+)"$/m.exec(manifest)?.[1], version);
  const crates = [...manifest.matchAll(/^(wasm-bindgen-[\w-]+) = .*?"=([\d.]+)"/gm)];
  assert.deepEqual(
    crates.map(([, name, said]) => [name, said]),
    [
      ["wasm-bindgen-cli-support", version],
      ["wasm-bindgen-cli", version],
    ],
  );
  for (const name of ["wasm-bindgen-cli-support", "wasm-bindgen-cli", "wasm-bindgen-shared"])
    assert.equal(new RegExp(`name = "${name}"\nversion = "(.+)"`).exec(file("Cargo.lock"))?.[1], version, name);
});

test("what Python is made of is in the lock file once, and as Cargo.toml holds it", () => {
  const [manifest, lock] = ["Cargo.toml", "Cargo.lock"].map((name) => readFileSync(fromRoot(name), "utf8"));
  const held = new Map(
    [...manifest.matchAll(/^([\w-]+) = \{ version = "=([\d.]+)"/gm)].map(([, name, held]) => [name, held]),
  );
  assert.ok(held.size >= 8, [...held.keys()].join());
  for (const name of ["malachite-bigint", "rustpython-ruff_python_parser", "rustpython-vm"])
    assert.ok(held.has(name), `${name} is not held`);
  for (const [name, version] of held) {
    const versions = [...lock.matchAll(new RegExp(`name = "${name}"\nversion = "(.+)"`, "g"))].map(
      ([, locked]) => locked,
    );
    assert.deepEqual(versions, [version], name);
  }
});
