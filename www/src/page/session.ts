/** One run after another of one lesson, as its page sees them: where the run is, how far, and how it ended. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ManyhandsError, messageOf } from "../api/errors";
import type { Lesson, RunRecord } from "../api/types";
import { runs } from "../engine/runs";
import type { Sink } from "../pictures/run-picture";
import type { Setting } from "../setting/address";

export type Phase = "idle" | "queued" | "loading" | "running" | "stopping" | "done" | "stopped" | "failed";

export interface Progress {
  done: number;
  total: number;
  unit: string;
}

const CLOCK_MS = 100;

export class Session implements ReactiveController {
  phase: Phase = "idle";
  progress: Progress | undefined;
  record: RunRecord | undefined;
  error: ManyhandsError | undefined;
  elapsedMs = 0;
  readonly #host: ReactiveControllerHost;
  readonly #sinks: () => Sink[];
  #abort: AbortController | undefined;

  constructor(host: ReactiveControllerHost, sinks: () => Sink[]) {
    this.#host = host;
    this.#sinks = sinks;
    host.addController(this);
  }

  get isBusy(): boolean {
    return ["queued", "loading", "running", "stopping"].includes(this.phase);
  }

  /** A lesson that leaves the page takes its run with it. */
  hostDisconnected(): void {
    this.#abort?.abort();
  }

  stop(): void {
    if (!this.isBusy) return;
    this.#to("stopping");
    this.#abort?.abort();
  }

  async run(lesson: Lesson, setting: Setting): Promise<void> {
    if (this.isBusy) return;
    this.#abort = new AbortController();
    this.progress = this.record = this.error = undefined;
    this.elapsedMs = 0;
    const sinks = this.#sinks();
    for (const sink of sinks) sink.begin();
    let started = performance.now();
    const begin = () => {
      started = performance.now();
      if (this.phase !== "stopping") this.#to("running");
    };
    this.#to("queued");
    const clock = setInterval(() => {
      if (this.phase === "running") this.elapsedMs = performance.now() - started;
      this.#host.requestUpdate();
    }, CLOCK_MS);
    try {
      this.record = await runs.run(lesson.id, setting.params, {
        door: "page",
        preset: setting.preset,
        files: setting.files,
        signal: this.#abort.signal,
        onTurn: () => this.#to("loading"),
        onReady: begin,
        onEvents: (events) => {
          if (this.phase === "loading") begin();
          for (const event of events) if (event.kind === "progress") this.progress = event;
          for (const sink of sinks) sink.add(events);
        },
      });
      this.elapsedMs = this.record.metrics.wall_ms;
      this.#to("done");
    } catch (thrown) {
      const error = thrown instanceof ManyhandsError ? thrown : new ManyhandsError("failed", messageOf(thrown));
      this.elapsedMs = performance.now() - started;
      if (error.kind !== "cancelled") this.error = error;
      this.#to(error.kind === "cancelled" ? "stopped" : "failed");
    } finally {
      clearInterval(clock);
      for (const sink of sinks) sink.finish?.(this.record?.metrics.wall_ms);
    }
  }

  /** What was said of a parameter holds no longer once someone changes it. */
  forgetError(): void {
    this.error = undefined;
  }

  #to(phase: Phase): void {
    this.phase = phase;
    this.#host.requestUpdate();
  }
}
