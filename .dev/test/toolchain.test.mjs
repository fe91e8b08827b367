// Which route set-up takes to a toolchain, on machines that are made of stand-ins: programs in a folder that note
// how they were called.

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { Failure } from "../lib/failure.mjs";
import { chooseToolchain, debianPackages } from "../setup/toolchain.mjs";
import { pinned } from "../versions.mjs";

/** @type {string} */
let machine;
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), "manyhands-machine-"));
  for (const folder of ["path", "debian", "rustup"]) mkdirSync(join(machine, folder));
});
afterEach(() => rmSync(machine, { recursive: true, force: true }));

/**
 * @param {string} name
 * @param {string} script
 */
function standIn(name, script) {
  const file = join(machine, name);
  writeFileSync(file, `#!/bin/sh\necho "$(basename "$0") $*" >> '${machine}/calls'\n${script}\n`);
  chmodSync(file, 0o755);
}

const calls = () =>
  existsSync(join(machine, "calls")) ? readFileSync(join(machine, "calls"), "utf8").trim().split("\n") : [];

/** The toolchain that rustup lays down: a rustc that tells where it is, cargo, clippy, rust-lld and the sources. */
function installsWholeToolchain() {
  const bin = join(machine, "rustup", "bin");
  const rustlib = join(machine, "rustup", "lib", "rustlib");
  const programs = [join(bin, "cargo"), join(bin, "cargo-clippy"), join(rustlib, "stub-host", "bin", "rust-lld")];
  const sources = join(rustlib, "src", "rust", "library", "std");
  return [
    `mkdir -p '${bin}' '${sources}' '${rustlib}/stub-host/bin'`,
    `touch '${sources}/Cargo.toml' ${programs.map((file) => `'${file}'`).join(" ")}`,
    `printf '#!/bin/sh\\necho "rustc ${pinned.rust} (stub)"; test "$1" = --version || echo "host: stub-host"\\n' > '${bin}/rustc'`,
    `chmod +x '${bin}/rustc'`,
  ].join("\n");
}

/** @param {string} onInstall what `rustup toolchain install` does */
function rustup(onInstall) {
  const rustc = join(machine, "rustup", "bin", "rustc");
  standIn(
    "path/rustup",
    `case "$1" in which) test -x '${rustc}' && echo '${rustc}' || exit 1;; toolchain) ${onInstall};; *) exit 2;; esac`,
  );
}

/** Debian’s package tools: what is installed stands in a file, a line each. */
function apt() {
  const installed = join(machine, "installed");
  standIn("path/dpkg-query", `cat '${installed}' 2>/dev/null; exit 0`);
  const rustc = `printf '#!/bin/sh\\necho "rustc 1.97.0 (debian)"\\n' > '${machine}/debian/rustc'; chmod +x '${machine}/debian/rustc'`;
  standIn(
    "path/apt-get",
    `test "$1" = install || exit 0\nfor name in "$@"; do echo "$name installed" >> '${installed}'; done\n${rustc}`,
  );
}

/** @param {{isRoot?: boolean, forced?: string}} [system] */
const choose = ({ isRoot = true, forced } = {}) =>
  chooseToolchain({
    isRoot,
    forced,
    debianBin: join(machine, "debian"),
    env: { PATH: `${join(machine, "path")}:${basics()}` },
  });

/** The few programs that the stand-ins themselves call, without apt-get and dpkg-query of this machine. */
function basics() {
  const folder = join(machine, "basics");
  if (!existsSync(folder)) {
    mkdirSync(folder);
    for (const name of ["sh", "cat", "basename", "mkdir", "touch", "chmod", "printf", "test"]) {
      const real = ["/bin", "/usr/bin"].map((place) => join(place, name)).find((file) => existsSync(file));
      if (real) writeFileSync(join(folder, name), `#!/bin/sh\nexec ${real} "$@"\n`, { mode: 0o755 });
    }
  }
  return folder;
}

/** @param {RegExp} what @param {RegExp} mend */
const failsWith = (what, mend) => (/** @type {unknown} */ error) => {
  assert(error instanceof Failure);
  assert.match(error.message, what);
  assert.match(error.mend ?? "", mend);
  return true;
};

test("rustup that can get the pinned toolchain is taken, with the library sources", async () => {
  rustup(installsWholeToolchain());
  apt();
  const toolchain = await choose();
  assert.equal(toolchain.route, "rustup");
  assert.equal(toolchain.bin, join(machine, "rustup", "bin"));
  assert.match(toolchain.linker, /rust-lld$/);
  assert.equal(toolchain.version, `rustc ${pinned.rust} (stub)`);
  const install = calls().find((call) => call.startsWith("rustup toolchain install"));
  assert.equal(
    install,
    `rustup toolchain install ${pinned.rust} --profile minimal --no-self-update --component rust-src --component clippy`,
  );
  assert(!calls().some((call) => call.startsWith("apt-get")), "Debian’s packages are left alone");
});

test("a toolchain that rustup already has is not fetched again", async () => {
  rustup(installsWholeToolchain());
  await choose();
  writeFileSync(join(machine, "calls"), "");
  assert.equal((await choose()).route, "rustup");
  assert(!calls().some((call) => call.startsWith("rustup toolchain install")));
});

test("rustup that cannot get it: root installs Debian’s packages", async () => {
  rustup("exit 1");
  apt();
  const toolchain = await choose({ isRoot: true });
  assert.equal(toolchain.route, "debian");
  assert.equal(toolchain.bin, join(machine, "debian"));
  assert.match(toolchain.linker, /wasm-ld-\d+$/);
  assert.match(toolchain.why, /rustup could not install/);
  const install = calls().find((call) => call.startsWith("apt-get install"));
  for (const name of debianPackages) assert(install?.includes(` ${name}`), `${name} is installed`);
});

test("rustup whose toolchain lacks the library sources is not taken", async () => {
  rustup(`${installsWholeToolchain()}\nrm -r '${machine}/rustup/lib/rustlib/src'`.replace("rm -r", "/bin/rm -r"));
  apt();
  const toolchain = await choose();
  assert.equal(toolchain.route, "debian");
  assert.match(toolchain.why, /lacks the library sources/);
});

test("no rustup, and not root: the exact command is told and nothing is installed", async () => {
  apt();
  writeFileSync(join(machine, "installed"), "rustc-web installed\ncargo-web installed\n");
  await assert.rejects(
    choose({ isRoot: false }),
    failsWith(
      /not installed: rust-web-src/,
      /^sudo apt-get update && sudo apt-get install -y --no-install-recommends rust-web-src /,
    ),
  );
  assert(!calls().some((call) => call.startsWith("apt-get")));
});

test("Debian’s packages that are there need no root", async () => {
  apt();
  writeFileSync(join(machine, "installed"), debianPackages.map((name) => `${name} installed\n`).join(""));
  writeFileSync(join(machine, "debian", "rustc"), '#!/bin/sh\necho "rustc 1.97.0 (debian)"\n', { mode: 0o755 });
  const toolchain = await choose({ isRoot: false });
  assert.equal(toolchain.route, "debian");
  assert.equal(toolchain.version, "rustc 1.97.0 (debian)");
});

test("Debian’s Rust that is too old is named", async () => {
  apt();
  writeFileSync(join(machine, "installed"), debianPackages.map((name) => `${name} installed\n`).join(""));
  writeFileSync(join(machine, "debian", "rustc"), '#!/bin/sh\necho "rustc 1.63.0 (debian)"\n', { mode: 0o755 });
  await assert.rejects(choose(), failsWith(/Debian’s Rust is 1\.63\.0/, /rustup/));
});

test("neither rustup nor apt-get: both are named, with the mend", async () => {
  await assert.rejects(
    choose(),
    failsWith(/rustup is not installed, and this system has no apt-get/, /rustup toolchain install/),
  );
});

test("the route can be forced, and a wrong word is told", async () => {
  rustup(installsWholeToolchain());
  apt();
  assert.equal((await choose({ forced: "debian" })).route, "debian");
  await assert.rejects(choose({ forced: "nightly" }), failsWith(/may be rustup or debian/, /unset/));
});
