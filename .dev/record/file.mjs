// The file of a recorded run: JSON, packed by gzip. `www/src/page/recordings.ts` reads it.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { fromRoot } from "../lib/paths.mjs";

/** @typedef {import("../../www/src/api/types.ts").RunRecord} RunRecord */
/** @typedef {import("../../www/src/api/types.ts").RunEvent} RunEvent */

/**
 * @typedef {object} Recording
 * @property {string} lesson
 * @property {string} browser
 * @property {string} version the browser's, its first number
 * @property {string} recorded the day, as 2026-11-28
 * @property {number} processors
 * @property {RunRecord["params"]} params whole, defaults filled in
 * @property {string} listing the program in Python, as it was
 * @property {RunEvent[]} events
 * @property {RunRecord} record without files, which no recording holds
 */

export const recordingsFolder = fromRoot("www", "public", "recordings");

/** A recording that is larger has events that nobody sees. */
export const mostBytes = 30_000;

/** @param {string} lesson */
export const recordingFile = (lesson) => join(recordingsFolder, `${lesson}.run`);

/** The same bytes for the same run, whenever and wherever they are written. @param {Recording} recording */
export function packed(recording) {
  const bytes = gzipSync(JSON.stringify(recording), { level: 9 });
  // Of its head, zlib leaves out the time, and puts in which system it runs on: unknown.
  bytes[9] = 255;
  return bytes;
}

/** @param {string} lesson @param {Uint8Array} bytes */
export function writeRecording(lesson, bytes) {
  mkdirSync(recordingsFolder, { recursive: true });
  writeFileSync(recordingFile(lesson), bytes);
}

/** @param {string} lesson @returns {Recording} */
export function readRecording(lesson) {
  return JSON.parse(gunzipSync(readFileSync(recordingFile(lesson))).toString());
}
