/** What the timeline says in words. */
import { msg, str } from "@lit/localize";
import { ms } from "../kit/format";
import type { KeyList } from "../kit/keys";
import type { Lane, Span } from "./lane";
import { spanAt, type TraceModel } from "./model";

export function who({ worker, name }: Lane): string {
  if (name !== undefined) return name;
  return worker === 0
    ? msg("main", { id: "main-program", desc: "The main program, as one that does something" })
    : msg(str`worker ${worker}`);
}

export type Held = "gil" | "lock" | "permit" | "both";

/** What is held in this run: the interpreter's lock alone, locks, permits of a semaphore, or some of each. A permit is one of several; a lock is alone. */
export function held(model: TraceModel): Held {
  const names = model.sorted.flatMap(({ by, open }) => [
    ...by.hold.keys(),
    ...(open?.state === "hold" ? [open.on] : []),
  ]);
  const permits = names.filter(isPermit).length;
  if (names.length > 0 && names.every((name) => name === GIL || name.startsWith(GIL_OF))) return "gil";
  return permits === 0 ? "lock" : permits === names.length ? "permit" : "both";
}

/** What the engine calls the interpreter's lock: each process has its own. */
const GIL = "the GIL";
const GIL_OF = "the GIL of ";

const isPermit = (name: string) => /\bpermits?\b/.test(name);

/** How the picture is read, in a sentence. */
export const howToRead = ({ isOfThreads }: TraceModel) =>
  isOfThreads
    ? msg("A lane for each thread, by its name, time to the right: a bar is work, a line is waiting.")
    : msg("A lane for each worker, time to the right: a bar is work, a line is waiting.");

export const waitsFor = (what: string) => msg(str`waits for ${what}`);
export const holds = (what: string) => msg(str`holds ${what}`);

/** What a worker does in a state. */
export function doing({ state, label, on }: Span): string {
  switch (state) {
    case "run":
      if (label === "") return msg("runs", { id: "thread-runs", desc: "What a thread does: “Thread-1: runs, 5 ms”" });
      return msg(str`runs ${label}`, { id: "worker-runs", desc: "What a worker does: it runs a part of the program" });
    case "hold":
      return label === on || label === ""
        ? holds(on)
        : msg(str`holds ${on}, ${label}`, { desc: "A lock, and what is done meanwhile" });
    case "wait":
      return waitsFor(on);
    case "sleep":
      return msg(str`sleeps ${label}`, { id: "worker-sleeps", desc: "What a worker does: it sleeps so many ms" });
  }
}

/** Time and state under a cursor: who, does what, since when, for how long. */
export function readOut(lane: Lane, time: number, now: number): string {
  const [at, worker] = [ms(time), who(lane)];
  const span = spanAt(lane, time);
  if (!span) {
    return time > lane.keptUntil
      ? msg(str`at ${at}, ${worker}: more happened than is kept one by one`)
      : msg(str`at ${at}, ${worker}: nothing recorded`);
  }
  const isOpen = span === lane.open;
  const until = isOpen ? Math.max(now, span.from) : span.to;
  const [does, length, from] = [doing(span), ms(until - span.from), ms(span.from)];
  return isOpen
    ? msg(str`at ${at}, ${worker}: ${does}, ${length} so far, from ${from}`)
    : msg(str`at ${at}, ${worker}: ${does}, ${length} from ${from}`);
}

/** How one moves about, said where one does. */
export const keys = (): KeyList => [
  ["←  →", msg("move the cursor; with Shift the view")],
  ["↑  ↓", msg("the lane above, the lane below")],
  ["N  P", msg("to the lane’s next or previous change")],
  [msg("Home  End", { id: "keys-home-end", desc: "The names of two keys" }), msg("to the beginning, to the end")],
  ["+  −", msg("zoom around the cursor")],
  ["0", msg("the whole run")],
  ["Esc", msg("no cursor")],
  [msg("Mouse"), msg("click sets the cursor, drag moves, double click zooms in (with Shift out)")],
  [
    msg("Wheel", { id: "mouse-wheel", desc: "The wheel of the mouse" }),
    msg("with Ctrl or ⌘ zooms, with Shift moves", { desc: "What the wheel of the mouse does" }),
  ],
  [
    msg("Touch", { id: "touch-screen", desc: "What fingers do on the screen" }),
    msg("tap sets the cursor, a finger moves sideways, two zoom"),
  ],
];
