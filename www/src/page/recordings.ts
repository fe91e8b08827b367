/**
 * The recorded runs: of each lesson one with its defaults, made by `npm run record` in a real browser, for the reader who has
 * not run it yet. They are no part of the page's first load, and where a host has none or one that cannot be read, the page does
 * without.
 */
import type { Lesson, RunEvent, RunRecord } from "../api/types";
import { siteRoot } from "../kit/site-root";
import type { Ran } from "./kept-runs";

/** Where and when a run was recorded. */
export interface Recorded {
  browser: string;
  version: string;
  /** The day, as 2026-11-28. */
  date: string;
  processors: number;
}

/** What is in a file: see `.dev/record/file.mjs`, which writes it. */
interface RecordingFile {
  lesson: string;
  browser: string;
  version: string;
  recorded: string;
  processors: number;
  events: RunEvent[];
  record: RunRecord;
}

/** Rejects where the network is gone. */
export async function recordingOf({ id }: Lesson): Promise<{ ran: Ran; recorded: Recorded } | undefined> {
  if (savesData()) return undefined;
  const response = await fetch(new URL(`recordings/${id}.run`, siteRoot), { priority: "low" });
  if (!response.ok) return undefined;
  try {
    return read(await textOf(await response.blob()), id);
  } catch {
    return undefined;
  }
}

/** Whether the reader has told the browser to fetch no more than it must. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/** A host may have unpacked it on its way, so its first bytes tell what it is. */
async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  // What is wrong with the file is heard where it is read, and once: Firefox tells the page of what nobody listens to.
  const nobody = () => {};
  for (const done of [writer.write(bytes), writer.close(), writer.closed]) done.catch(nobody);
  const reader = readable.getReader();
  reader.closed.catch(nobody);
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    if (done) return text;
  }
}

function read(text: string, id: string): { ran: Ran; recorded: Recorded } | undefined {
  const { lesson, browser, version, recorded, processors, events, record }: RecordingFile = JSON.parse(text);
  if (lesson !== id || record.lesson !== id || !Array.isArray(events)) return undefined;
  const wallMs = record.metrics.wall_ms;
  return {
    ran: { setting: { preset: undefined, params: {} }, record, events, wallMs },
    recorded: { browser, version, date: recorded.slice(0, 10), processors },
  };
}
