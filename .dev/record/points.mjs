// What a recorded run has to show. A run is measured, and now and then it comes out otherwise than mostly: such a one is no
// example of its lesson.

/** @typedef {import("./file.mjs").RunEvent} RunEvent */
/** A record. What a lesson gives has a type of its own in each. @typedef {Omit<import("./file.mjs").RunRecord, "result" | "metrics" | "params"> & {params: any, result: any, metrics: any}} AnyRecord */

/**
 * By lesson, whether a run shows its point. A lesson that is not here shows it whatever comes out.
 * @type {{[lesson: string]: {shows: string, holds: (record: AnyRecord, events: RunEvent[]) => boolean}}}
 */
export const points = {
  processors: {
    shows: "nearly as much more work as there are processors",
    holds: ({ result }) => result.effective >= 0.75 * result.logical,
  },
  "pool-square": { shows: "several workers with tasks", holds: ({ result }) => busy(result.by_worker) > 1 },
  "pool-commons": { shows: "several workers with tasks", holds: ({ metrics }) => busy(metrics.by_worker) > 1 },
  "pool-programs": {
    shows: "programs that all went well",
    holds: ({ result }) => result.programs.every((/** @type {{exit: number}} */ { exit }) => exit === 0),
  },
  "failing-tasks": {
    shows: "tasks that are all done, and no result",
    holds: ({ params, result }) => result.finished === params.inputs.length && result.values.length === 0,
  },
  "background-zip": {
    shows: "lines that are printed meanwhile",
    holds: ({ result }) => result.foreground_lines_meanwhile > 1,
  },
  timeout: { shows: "a wait that times out", holds: ({ result }) => result.timed_out },
  "threads-vs-processes": {
    shows: "a process that takes longer than a thread to answer",
    holds: ({ result }) => result.processes.round_trip_us > result.threads.round_trip_us,
  },
  race: {
    shows: "lost updates, and one of them step by step",
    holds: ({ result, metrics }) => result.lost > 0 && Boolean(metrics.lost_update),
  },
  semaphore: {
    shows: "as many inside as may be, and others who wait",
    holds: ({ params, result }, events) => result.max_inside === params.permits && waits(events) > 0,
  },
  queue: {
    shows: "a queue that fills and empties, and producers who wait for room",
    holds: ({ result }) => result.max_depth > 1 && result.blocked_puts > 0,
  },
  gil: {
    shows: "threads that are no faster under the lock, and faster without it",
    holds: ({ result }) => result.gil.speedup < 1.2 && result["free-threaded"].speedup > 1.4,
  },
  actors: { shows: "messages", holds: (_record, events) => events.some(({ kind }) => kind === "receive") },
};

/** How many of the workers had something to do. @param {number[]} byWorker */
const busy = (byWorker) => byWorker.filter((tasks) => tasks > 0).length;

/** How often a worker waits. @param {RunEvent[]} events */
const waits = (events) => events.filter(({ kind, worker }) => kind === "wait" && worker > 0).length;

/**
 * Why a run had better not be shown to everybody; nothing where it may.
 * @param {AnyRecord} record
 * @param {RunEvent[]} events
 */
export function objection(record, events) {
  const unmeasured = Object.keys(record.metrics.unmeasured ?? {});
  if (unmeasured.length > 0) return `could not measure ${unmeasured.join(", ")}`;
  if (record.metrics.events_left_out) return `left out ${record.metrics.events_left_out} events`;
  const point = points[record.lesson];
  return point && !point.holds(record, events) ? `does not show ${point.shows}` : undefined;
}
