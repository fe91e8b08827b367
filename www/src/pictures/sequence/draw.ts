/**
 * Draws one window of messages as a sequence diagram, in the notation of UML: a lifeline for each participant, time
 * downwards, asynchronous messages with open heads, and an end that is not known as a small circle.
 */
import { css, nothing, type SVGTemplateResult, svg } from "lit";
import type { Window } from "./model";
import type { Message, Moment } from "./order";
import { clock, nameOf } from "./words";

/** All in CSS pixels. */
const ROW = 12;
const LINE = 14;
const BOTTOM = 12;
/** About as wide as a letter of this size is. */
const LETTER = 6.9;
const WIDEST = 190;
const HEAD = 7;
const RING = 3.5;
/** How far from its one lifeline a message goes whose other end is not known, or that comes back. */
const STUB = 20;
/** Between the ring and the lifeline that the message has not come to. */
const GAP = 14;

/** Where things lie. */
interface Layout {
  width: number;
  /** Where the lifelines begin, under the names, and end. */
  top: number;
  height: number;
  /** The right end of the times beside the rows. */
  times: number;
  /** By participant. */
  x: Map<number, number>;
  y: Map<Moment, number>;
  /** Names are set in two lines where the columns are narrow. */
  isStacked: boolean;
}

const widthOf = (text: string) => LETTER * text.length;
const linesOf = (name: string, isStacked: boolean) => (isStacked ? name.split(" ") : [name]);

/** One row for each sending and each receipt, in their order. What is wider than `room` is for the box to scroll. */
export function layout({ messages, participants }: Window, room: number): Layout {
  const moments = messages
    .flatMap(({ sent, taken }) => [sent, taken])
    .filter((moment) => moment !== undefined)
    .sort((a, b) => a.place - b.place);
  const names = participants.map(nameOf);
  const columnFor = (isStacked: boolean) =>
    Math.max(...names.flatMap((name) => linesOf(name, isStacked)).map(widthOf)) + 13;
  const times = Math.max(...moments.map(({ at }) => widthOf(clock.format(at))));
  // The messages' numbers stand in the half columns at the sides too; long ones need more.
  const numbers = Math.max(...messages.map(({ number }) => widthOf(String(number)))) + 12;
  const aside = Math.max(6, numbers - columnFor(true) / 2);
  const left = times + aside;
  const even = (room - left - aside) / participants.length;
  const column = Math.min(WIDEST, Math.max(columnFor(true), even));
  const isStacked = column < columnFor(false);
  const top = (isStacked ? 2 : 1) * LINE + 14;
  return {
    width: Math.floor(left + column * participants.length + aside),
    top,
    height: top + (moments.length + 1) * ROW + BOTTOM,
    times,
    x: new Map(participants.map((one, index) => [one, Math.round(left + (index + 0.5) * column)])),
    y: new Map(moments.map((moment, row) => [moment, top + (row + 1) * ROW])),
    isStacked,
  };
}

/** What is in the picture; `pointed` stands out, and `point` hears of the pointer. */
export function draw(
  { messages, participants }: Window,
  at: Layout,
  pointed: Message | undefined,
  point: (message: Message) => void,
): SVGTemplateResult {
  const emphasis = (message: Message) => (message === pointed ? "pointed" : pointed ? "faint" : "");
  return svg`
    ${times(at)}
    ${participants.map((one) => lifeline(nameOf(one), at.x.get(one) ?? 0, at))}
    ${messages.map(
      (message) => svg`<g
        class=${`message ${message.sent && message.taken ? "" : "open"} ${emphasis(message)}`}
        @pointerenter=${() => point(message)}
      >${arrow(message, at)}</g>`,
    )}
    ${messages.map((message) => numberOf(message, at, emphasis(message)))}
  `;
}

/** When each row was; a time that is the same as above is said once. */
function times(at: Layout): SVGTemplateResult {
  let above = "";
  return svg`
    <text class="time" x=${at.times} y=${at.top - 8}>ms</text>
    ${[...at.y].map(([moment, y]) => {
      const text = clock.format(moment.at);
      if (text === above) return nothing;
      above = text;
      return svg`<text class="time" x=${at.times} y=${y + 4}>${text}</text>`;
    })}
  `;
}

function lifeline(name: string, x: number, { top, height, isStacked }: Layout): SVGTemplateResult {
  const lines = linesOf(name, isStacked);
  const width = Math.max(...lines.map(widthOf)) + 9;
  const tall = LINE * lines.length + 8;
  return svg`
    <line class="life" x1=${x} x2=${x} y1=${top} y2=${height - BOTTOM}></line>
    <rect class="participant" x=${x - width / 2} y=${top - tall} width=${width} height=${tall} rx="3"></rect>
    ${lines.map((line, index) => svg`<text class="name" x=${x} y=${top - tall + LINE * (index + 1) + 1}>${line}</text>`)}
  `;
}

type Point = [x: number, y: number];

/** The way of a message through the picture. */
interface Way {
  points: Point[];
  /** The middle of the small circle where an end is not known. */
  ring?: Point;
}

function wayOf({ from, to, sent, taken }: Message, at: Layout): Way {
  const [x1, x2] = [at.x.get(from) ?? 0, at.x.get(to) ?? 0];
  const right = x2 < x1 ? -1 : 1;
  const y1 = sent ? at.y.get(sent) : undefined;
  const y2 = taken ? at.y.get(taken) : undefined;
  if (y1 !== undefined && y2 !== undefined) {
    // A message to oneself goes out and comes back.
    const aside = from === to ? [y1, y2].map((y): Point => [x1 + STUB, y]) : [];
    return { points: [[x1, y1], ...aside, [x2, y2]] };
  }
  if (y1 !== undefined) {
    const end = from === to ? x1 + STUB : x2 - right * GAP;
    return {
      points: [
        [x1, y1],
        [end - right * RING, y1],
      ],
      ring: [end, y1],
    };
  }
  const y = y2 ?? 0;
  const begin = x2 - right * STUB;
  return {
    points: [
      [begin + right * RING, y],
      [x2, y],
    ],
    ring: [begin, y],
  };
}

function arrow(message: Message, at: Layout): SVGTemplateResult {
  const { points, ring } = wayOf(message, at);
  const d = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join(" ");
  const [start, end, before] = [points[0], points.at(-1), points.at(-2)];
  if (!start || !end || !before) return svg``;
  return svg`
    <path class="reach" d=${d}></path>
    <path class="way" d=${d}></path>
    ${message.sent ? svg`<circle class="start" cx=${start[0]} cy=${start[1]} r="2.2"></circle>` : nothing}
    ${message.taken ? svg`<path class="tip" d=${head(before, end)}></path>` : nothing}
    ${ring ? svg`<circle class="ring" cx=${ring[0]} cy=${ring[1]} r=${RING}></circle>` : nothing}
  `;
}

/** The number stands where the message begins, on the side that the arrow leaves free. */
function numberOf(message: Message, at: Layout, emphasis: string): SVGTemplateResult {
  const { points, ring } = wayOf(message, at);
  const [first, second] = [ring && !message.sent ? ring : points[0], points[1]];
  if (!first || !second) return svg``;
  const isLeft = second[0] >= first[0];
  const x = first[0] + (isLeft ? -6 : 6);
  return svg`<text class=${`number ${isLeft ? "left" : ""} ${emphasis}`} x=${x} y=${first[1] + 4}>${message.number}</text>`;
}

/** Two strokes that meet where the way ends. */
function head([fromX, fromY]: Point, [x, y]: Point): string {
  const angle = Math.atan2(y - fromY, x - fromX);
  const barb = (turn: number) =>
    `${(x - HEAD * Math.cos(angle + turn)).toFixed(1)} ${(y - HEAD * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${barb(0.45)} L${x} ${y} L${barb(-0.45)}`;
}

export const drawingStyles = css`
  .time,
  .name,
  .number {
    font-family: var(--sans);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .time {
    fill: var(--quiet);
    text-anchor: end;
  }
  .name {
    fill: var(--ink);
    text-anchor: middle;
  }
  .participant {
    fill: var(--wash);
    stroke: var(--rule);
  }
  .life {
    stroke: var(--quiet);
    stroke-dasharray: 3 3;
    opacity: 0.7;
  }
  /* A wider place for the pointer than the line itself. */
  .reach {
    fill: none;
    stroke: transparent;
    stroke-width: 11;
    pointer-events: stroke;
  }
  .way,
  .tip,
  .ring {
    fill: none;
    stroke: var(--accent);
    stroke-width: 1.3;
  }
  .start {
    fill: var(--accent);
  }
  .open :is(.way, .tip, .ring) {
    stroke: var(--wait);
  }
  .open .way {
    stroke-dasharray: 5 3;
  }
  .open .start {
    fill: var(--wait);
  }
  /* The paper around a number keeps it apart from the lines that it stands on. */
  .number {
    fill: var(--ink);
    stroke: var(--paper);
    stroke-width: 3;
    stroke-linejoin: round;
    paint-order: stroke;
    pointer-events: none;
  }
  .left {
    text-anchor: end;
  }
  .faint {
    opacity: 0.3;
  }
  .number.pointed {
    font-weight: 600;
  }
  .pointed :is(.way, .tip, .ring) {
    stroke-width: 2.4;
  }
`;
