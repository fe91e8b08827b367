/**
 * One run after another of one lesson, as its page sees them: where the run is, how far, and how it ended; and, until the
 * reader has run it, the run that was recorded beforehand.
 */
import { msg } from "@lit/localize";
import { nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { ManyhandsError, messageOf } from "../api/errors";
import { hasOwnProgram } from "../api/own-program";
import type { Lesson, RunEvent, RunRecord } from "../api/types";
import { runs } from "../engine/runs";
import { makeFormats } from "../kit/format";
import { idle, inSlices, inView, nextTask } from "../kit/later";
import { Part } from "../kit/part";
import type { Sink } from "../pictures/run-picture";
import type { Setting } from "../setting/address";
import { isDefault, sameSetting } from "../setting/same";
import { Recording } from "../timeline/recording";
import { type Before, keepRun, keptRun, type Ran } from "./kept-runs";
import { type Recorded, recordingOf } from "./recordings";

export type Phase = "idle" | "queued" | "loading" | "running" | "stopping" | "done" | "stopped" | "failed";

export interface Progress {
  done: number;
  total: number;
  unit: string;
  /** What else is counted on the way, by their names. */
  counts?: { [name: string]: number };
}

const CLOCK_MS = 100;

/** So many events of a run that is shown again are handed on at once. */
const EVENTS_AT_ONCE = 500;

/** The element whose lesson is run. */
type Host = ReactiveControllerHost & Element & { lesson: Lesson; setting: Setting };

export class Session implements ReactiveController {
  phase: Phase = "idle";
  progress: Progress | undefined;
  record: RunRecord | undefined;
  error: ManyhandsError | undefined;
  /** Whether the run failed before it began, where its engine is loaded. */
  isUnbegun = false;
  elapsedMs = 0;
  /** The run that is shown, once it is over and if it went well. */
  ran: Ran | undefined;
  /** The reader's run before the one that is shown or goes. */
  previous: Before | undefined;
  /** Where the run that is shown was recorded, if it is not the reader's. */
  recorded: Recorded | undefined;
  readonly #host: Host;
  readonly #isKept: boolean;
  readonly #recording: Part<Awaited<ReturnType<typeof recordingOf>>>;
  /** The recorded run, where it was asked for before it is shown. */
  #coming: Promise<Awaited<ReturnType<typeof recordingOf>>> | undefined;
  readonly #sinks: () => Sink[];
  #abort: AbortController | undefined;
  /** The reader's last run that went well. */
  #last: Ran | undefined;
  /** Counts what is shown: a run that is being shown again gives way to whatever comes after it. */
  #turn = 0;

  /** @param isKept whether the last run is shown again when a reader comes back to the lesson */
  constructor(host: Host, sinks: () => Sink[], isKept = true) {
    this.#host = host;
    this.#isKept = isKept;
    this.#sinks = sinks;
    host.addController(this);
    const sentence = () => msg("The run that was recorded for this lesson did not load.");
    this.#recording = new Part(host, sentence, () => recordingOf(host.lesson), "status");
  }

  /** Said where the recorded run did not come, until there is another. */
  get notice() {
    return this.phase === "idle" ? this.#recording.notice : nothing;
  }

  get isBusy(): boolean {
    return ["queued", "loading", "running", "stopping"].includes(this.phase);
  }

  /** A lesson that leaves the page ends the run that goes; the one before is kept for when the reader comes back. */
  hostDisconnected(): void {
    this.#turn += 1;
    this.#abort?.abort();
    if (!this.#isKept) return;
    const { lesson, setting } = this.#host;
    const isShown = this.#last === this.ran;
    keepRun(lesson.id, { setting, ran: this.#last, previous: isShown ? this.previous : undefined });
  }

  /** Fetches the recorded run, where it will be shown: it is on its way while the rest of the lesson is drawn. */
  prepare(): void {
    const { lesson, setting } = this.#host;
    if (!keptRun(lesson.id)?.ran && isRecorded(lesson, setting))
      this.#coming = this.#recording.get(() => this.arrive());
  }

  /**
   * The lesson stands on the page: what the reader left here last is shown again, if it fits what is set now, or else, when
   * there is time, the recorded run of the defaults.
   */
  async arrive(): Promise<void> {
    const { lesson, setting } = this.#host;
    const turn = this.#turn;
    const kept = keptRun(lesson.id);
    if (kept?.ran && [kept.setting, kept.ran.setting].some((one) => sameSetting(lesson, one, setting))) {
      this.previous = kept.previous;
      return this.replay(kept.ran);
    }
    if (!isRecorded(lesson, setting)) return;
    await inView(this.#host);
    const coming = this.#coming ?? this.#recording.get(() => this.arrive());
    this.#coming = undefined;
    for (const sink of this.#sinks()) sink.prepare?.();
    await idle();
    makeFormats();
    await nextTask();
    const found = await coming;
    const isWanted = turn === this.#turn && this.#host.lesson === lesson && isDefault(lesson, this.#host.setting);
    if (found && isWanted) await this.replay(found.ran, found.recorded);
  }

  /** Whether what is shown is a run of something else than what is set. */
  isStale(setting: Setting): boolean {
    return this.ran !== undefined && !sameSetting(this.#host.lesson, this.ran.setting, setting);
  }

  /** Shows a run that was; `recorded` where it is not the reader's. */
  async replay(run: Ran, recorded?: Recorded): Promise<void> {
    if (this.isBusy) return;
    this.#turn += 1;
    const turn = this.#turn;
    const sinks = this.#sinks();
    for (const sink of sinks) sink.begin(true);
    await nextTask();
    const isWanted = () => turn === this.#turn;
    if (!isWanted() || !(await inSlices(handedOn(run.events, sinks), isWanted))) return;
    await nextTask();
    if (!isWanted()) return;
    this.progress = this.error = undefined;
    this.ran = run;
    this.record = run.record;
    this.recorded = recorded;
    if (!recorded) this.#last = run;
    this.elapsedMs = run.wallMs;
    this.#to(recorded ? "idle" : "done");
    for (const sink of sinks) sink.finish?.(run.wallMs);
  }

  stop(): void {
    if (!this.isBusy) return;
    this.#to("stopping");
    this.#abort?.abort();
  }

  async run(lesson: Lesson, setting: Setting): Promise<void> {
    if (this.isBusy) return;
    this.#turn += 1;
    this.isUnbegun = false;
    this.#abort = new AbortController();
    this.progress = this.record = this.error = this.ran = this.recorded = undefined;
    this.previous = this.#last && { setting: this.#last.setting, record: this.#last.record };
    this.elapsedMs = 0;
    const heard = new Recording();
    const sinks = this.#sinks();
    for (const sink of sinks) sink.begin();
    let started = performance.now();
    const begin = () => {
      started = performance.now();
      // What has come of the engine says nothing of the run.
      this.progress = undefined;
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
        asks: true,
        signal: this.#abort.signal,
        onTurn: () => this.#to("loading"),
        onReady: begin,
        onProgress: ({ bytes, of }) => {
          const mb = (count: number) => Math.round(count / 1e5) / 10;
          this.progress = { done: mb(bytes), total: mb(of), unit: "MB" };
        },
        onEvents: (events) => {
          if (this.phase === "loading") begin();
          for (const event of events) if (event.kind === "progress") this.progress = event;
          for (const sink of sinks) sink.add(events);
          heard.add(events);
        },
      });
      this.elapsedMs = this.record.metrics.wall_ms;
      this.ran = { setting, record: this.record, events: heard.events, wallMs: this.elapsedMs };
      this.#last = this.ran;
      this.#to("done");
    } catch (thrown) {
      const isLoading = this.phase === "loading";
      const error = thrown instanceof ManyhandsError ? thrown : new ManyhandsError("failed", messageOf(thrown));
      this.elapsedMs = performance.now() - started;
      if (error.kind !== "cancelled") this.error = error;
      this.record = error.record;
      this.isUnbegun = error.again === true || (isLoading && error.kind === "failed");
      this.#to(error.kind === "cancelled" ? "stopped" : "failed");
    } finally {
      clearInterval(clock);
      for (const sink of sinks) sink.finish?.(this.record?.metrics.wall_ms);
    }
  }

  /** What was said of a parameter holds no longer once someone changes it. */
  forgetError(): void {
    this.error = undefined;
    this.isUnbegun = false;
  }

  #to(phase: Phase): void {
    this.phase = phase;
    this.#host.requestUpdate();
  }
}

/** Whether there is a recorded run of this: of the defaults, but not of a program that is the reader's own. */
const isRecorded = (lesson: Lesson, setting: Setting) => !hasOwnProgram(lesson) && isDefault(lesson, setting);

/** Each sink is handed each event of a run that was, some at a time. */
function* handedOn(events: readonly RunEvent[], sinks: Sink[]) {
  for (const sink of sinks)
    for (let from = 0; from < events.length; from += EVENTS_AT_ONCE)
      yield () => sink.add(events.slice(from, from + EVENTS_AT_ONCE));
}
