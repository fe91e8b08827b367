/** The kinds of pictures that lessons name, a line for each: one too many or too few does not compile. Each is loaded when a run that shows it begins, or before. */
import type { PictureKind } from "../api/types";
import type { Picture } from "./run-picture";

export const PICTURES: Record<PictureKind, () => Promise<new () => Picture>> = {
  scaling: async () => (await import("./scaling")).Scaling,
  chunks: async () => (await import("./chunks")).Chunks,
  speedup: async () => (await import("./speedup")).Speedup,
  histogram: async () => (await import("./histogram")).Histogram,
  programs: async () => (await import("./programs")).Programs,
  outcomes: async () => (await import("./outcomes")).Outcomes,
  lines: async () => (await import("./lines")).Lines,
  background: async () => (await import("./background")).Background,
  ticks: async () => (await import("./ticks")).Ticks,
  "lost-updates": async () => (await import("./lost-updates")).LostUpdates,
  inside: async () => (await import("./inside")).Inside,
  depth: async () => (await import("./depth")).Depth,
  interpreters: async () => (await import("./interpreters")).Interpreters,
  "lock-holders": async () => (await import("./lock-holders")).LockHolders,
  steps: async () => (await import("./steps")).Steps,
  sequence: async () => (await import("./sequence/sequence")).Sequence,
  receipts: async () => (await import("./receipts")).Receipts,
  darts: async () => (await import("./darts")).Darts,
  convergence: async () => (await import("./convergence")).Convergence,
  walk: async () => (await import("./walk/walk")).Walk,
  comparison: async () => (await import("./comparison")).Comparison,
};

/** Those that have something to show before a run. */
export const BEFORE_A_RUN: ReadonlySet<PictureKind> = new Set(["comparison"]);
