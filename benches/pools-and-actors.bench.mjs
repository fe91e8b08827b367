// The design's targets for pools and actors: each of our figures beside its peer's, measured in the same run.

import { chromium, firefox, native, orAbsent } from "./lib/doors.mjs";
import { report } from "./lib/report.mjs";
import { cpython } from "./peers/cpython.mjs";
import { javascript } from "./peers/javascript.mjs";
import { ractor } from "./peers/ractor.mjs";
import { actorRows } from "./rows/actors.mjs";
import { poolRows } from "./rows/pools.mjs";

export default async function () {
  // Without the two doors of our own there is nothing to compare.
  const page = await chromium({ workbench: true });
  const doors = {
    chromium: page,
    native: await native(),
    firefox: await orAbsent("Firefox", () => firefox({ workbench: true })),
    javascript: await orAbsent("JavaScript", () => javascript(page.browser)),
    cpython: await orAbsent("CPython", () => cpython()),
    ractor: await orAbsent("ractor", ractor),
  };
  const rows = await report("pools-and-actors", doors, async () => [
    ...(await poolRows(doors)),
    ...(await actorRows(doors)),
  ]);
  // A peer may be absent; what is ours may not.
  if (rows.some(({ ours }) => ours.missing)) process.exitCode = 1;
}
