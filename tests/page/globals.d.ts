// What the tests find in a page besides what browsers give it: the API, the elements' own data, and the helpers that
// `newPage` puts there.

import type { Lesson, LessonSummary, Listing, Params, RunEvent, RunRecord, Schema } from "../../www/src/api/types";
import type { InPage } from "./in-page.mjs";

declare global {
  /** A record. What a lesson gives and measures has a type of its own in each, so here it may be anything. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  type AnyRecord = Omit<RunRecord, "result" | "metrics"> & { result: any; metrics: any };

  /** The form's values, as an element holds them. */
  interface ShownSetting {
    preset?: string;
    params: Params;
    predict?: boolean;
  }

  /** What the contract calls `window.manyhands`. It takes anything here: the tests also hand it what it must refuse. */
  interface ManyHandsApi {
    lessons(): Promise<LessonSummary[]>;
    schema(lesson: string): Promise<Schema>;
    listing(lesson: string, params?: unknown, options?: { preset?: string }): Promise<Listing>;
    run(
      lesson: string,
      params?: unknown,
      options?: {
        onEvent?: (event: RunEvent) => void;
        signal?: AbortSignal;
        preset?: string;
        files?: { [name: string]: unknown };
      },
    ): Promise<AnyRecord>;
    stop(): void;
    artifact(record: AnyRecord, name: string): Promise<Blob>;
  }

  interface Window {
    manyhands: ManyHandsApi;
    inPage: InPage;
    /** The heights that a course's page was told (embed.test.mjs). */
    heights: number[];
    /** The keys that it was told (embed.test.mjs). */
    keys: { key: string; shiftKey: boolean }[];
    /** What the content policy refused (policy.test.mjs). */
    refused: string[];
    /** What the page's own thread was sent and did (smooth.test.mjs). */
    counted: {
      messages: { type: string; characters: number; items: number }[];
      frames: { drawings: number; lines: number; isOver: boolean }[];
    };
  }

  interface HTMLElementTagNameMap {
    "mh-lesson": HTMLElement & { lesson: Lesson; setting: ShownSetting };
    "mh-program": HTMLElement & { lesson: Lesson };
    "mh-form": HTMLElement & { lesson: Lesson; setting: ShownSetting };
    "mh-result": HTMLElement & { record: AnyRecord };
    "mh-finding": HTMLElement & { lesson: Lesson; record?: object; updateComplete: Promise<boolean> };
    "mh-output": HTMLElement & {
      begin(): void;
      add(events: object[]): void;
      finish(): void;
      readonly updateComplete: Promise<boolean>;
    };
  }
}
