/** A schedule as a story: its steps as the engine wrote them down, and what is so before each of them. */

import type { Json } from "../../api/types";
import { asList, asNumber, asNumbers, asObject, asObjects, asText, asTexts } from "../read";

/** Why a thread did not take the next step. */
export type Why = "preempted" | "ended" | "blocked" | "sleeps" | "spins";

export interface Step {
  thread: number;
  file: string;
  /** From 1. */
  line: number;
  column: number;
  endColumn: number;
  operation: string;
  object: string;
  before: string | undefined;
  after: string | undefined;
  /** What its thread holds once it was taken. */
  holds: string[];
  /** Which threads wait then, and for what. */
  waits: Waiting[];
  output: string;
  /** The threads that could have taken it. */
  could: number[];
  /** Where the step before was another thread's: which, and why that did not go on. */
  change: { from: number; why: Why } | undefined;
}

/** A thread that waits, for what, and where. */
export interface Waiting {
  thread: number;
  what: string;
  file: string;
  line: number;
}

export function waitOf(wait: { [key: string]: Json }, thread: number): Waiting {
  return { thread, what: asText(wait.for), file: asText(wait.file), line: asNumber(wait.line) ?? 0 };
}

/** What is so between two steps. */
export interface Scene {
  /** Of each thread that has begun and not ended where it stands. */
  at: Map<number, { file: string; line: number }>;
  /** What is known of each object, by what the steps have read and written. */
  values: Map<string, string>;
  /** What each thread holds. */
  holds: Map<number, string[]>;
  waits: Waiting[];
  output: string;
}

/** How a run ended, as far as its last scene tells. */
export interface End {
  /** Whether all threads have ended by then; else they wait, or go round for ever. */
  isOver: boolean;
  /** Of a deadlock who waits for what, and where. */
  waits: Waiting[];
  /** Where the exception was raised that nobody caught. */
  raised: { thread: number; file: string; line: number } | undefined;
}

/** The steps of a search's result. */
export function stepsOf(result: { [key: string]: Json } | undefined): Step[] {
  return asObjects(result?.steps).map((step) => {
    const change = asObject(step.switch);
    return {
      thread: asNumber(step.thread) ?? 0,
      file: asText(step.file),
      line: asNumber(step.line) ?? 0,
      column: asNumber(step.column) ?? 0,
      endColumn: asNumber(step.end_column) ?? 0,
      operation: asText(step.operation),
      object: asText(step.object),
      before: typeof step.before === "string" ? step.before : undefined,
      after: typeof step.after === "string" ? step.after : undefined,
      holds: asTexts(step.holds),
      waits: asList(step.waits_for).map((one) => {
        const wait = asObject(one);
        return waitOf(wait, asNumber(wait.thread) ?? 0);
      }),
      output: asText(step.output),
      could: asNumbers(step.could),
      change: change.why ? { from: asNumber(change.from) ?? 0, why: asText(change.why) as Why } : undefined,
    };
  });
}

/** The threads that take steps, could take one, or wait, in the order of their numbers. */
export function threadsOf(steps: readonly Step[], end: End): number[] {
  const waiting = [...steps.flatMap(({ waits }) => waits), ...end.waits].map(({ thread }) => thread);
  return [...new Set([...steps.flatMap(({ thread, could }) => [thread, ...could]), ...waiting])].sort((a, b) => a - b);
}

/** What is so once the first `count` steps were taken. A thread that stays where it waits at the end of the run goes there meanwhile. */
export function sceneAt(steps: readonly Step[], count: number, names: readonly string[], end: End): Scene {
  const scene: Scene = { at: new Map(), values: new Map(), holds: new Map(), waits: [], output: "" };
  const [taken, left] = [steps.slice(0, count), steps.slice(count)];
  const later = [...left.flatMap(({ waits }) => waits), ...end.waits];
  // Threads are numbered as they are started; the first is started before there are steps.
  const started = names.length - left.filter(({ operation }) => operation === "start").length;
  for (const thread of threadsOf(steps, end)) {
    const ofThread = (one: { thread: number }) => one.thread === thread;
    const goesRound = end.isOver || end.waits.length > 0 ? undefined : taken.findLast(ofThread);
    const place = left.find(ofThread) ?? later.find(ofThread) ?? goesRound;
    if (place && thread < started) scene.at.set(thread, place);
    scene.holds.set(thread, []);
  }
  for (const step of taken) {
    if (step.after !== undefined && step.object) scene.values.set(step.object, step.after);
    scene.holds.set(step.thread, step.holds);
    scene.waits = step.waits;
    scene.output += step.output;
  }
  for (const { thread, file, line } of scene.waits) scene.at.set(thread, { file, line });
  if (left.length > 0) return scene;
  if (end.isOver || end.waits.length > 0) scene.waits = end.waits;
  if (end.isOver) scene.holds.clear();
  if (end.raised) scene.at.set(end.raised.thread, end.raised);
  return scene;
}

/** What goes wrong: its pattern, the places of its steps, their lines, and what it is about. */
export interface Conflict {
  kind: string;
  steps: number[];
  lines: number[];
  object: string;
}

export function conflictOf(result: { [key: string]: Json } | undefined, steps: readonly Step[]): Conflict | undefined {
  const conflict = asObject(result?.conflict);
  const kind = asText(conflict.kind);
  const places = asNumbers(conflict.steps);
  const lines = places.flatMap((place) => steps[place]?.line ?? []);
  return kind ? { kind, steps: places, lines, object: asText(conflict.object) } : undefined;
}
