/** Who waits for whom, as arrows in a circle. */
import { type SVGTemplateResult, svg } from "lit";

export interface Wait {
  thread: string;
  what: string;
  heldBy: string | undefined;
}

/** Those that make the circle, or else all that wait for what another has. */
function inCircle(waits: readonly Wait[]): Wait[] {
  const held = waits.filter(({ heldBy }) => heldBy !== undefined);
  for (const first of held) {
    const around: Wait[] = [];
    let at: Wait | undefined = first;
    while (at && !around.includes(at)) {
      around.push(at);
      const { heldBy }: Wait = at;
      at = held.find(({ thread }) => thread === heldBy);
    }
    if (at === first) return around;
  }
  return held;
}

/** A picture of threads that wait for what others hold; those that wait for nobody's are left to the table. */
export function waitsPicture(waits: readonly Wait[], label: string): SVGTemplateResult {
  const held = inCircle(waits);
  const waitsBack = ({ thread, heldBy }: Wait) =>
    held.some((other) => other.thread === heldBy && other.heldBy === thread);
  const names = [...new Set(held.flatMap(({ thread, heldBy }) => [thread, heldBy ?? ""]))];
  const [width, height, radius] = [320, names.length > 2 ? 240 : 140, names.length > 2 ? 84 : 96];
  const place = (name: string) => {
    const turn = (2 * Math.PI * names.indexOf(name)) / names.length - Math.PI / (names.length > 2 ? 2 : 1);
    return { x: width / 2 + radius * Math.cos(turn), y: height / 2 + (names.length > 2 ? radius : 0) * Math.sin(turn) };
  };
  const arrow = (wait: Wait, index: number) => {
    const { thread, heldBy, what } = wait;
    const [from, to] = [place(thread), place(heldBy ?? "")];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy) || 1;
    // Two that wait for each other have an arrow each, beside the other's.
    const bend = waitsBack(wait) ? 34 : 0;
    const middle = { x: (from.x + to.x) / 2 - (dy / length) * bend, y: (from.y + to.y) / 2 + (dx / length) * bend };
    const short = (a: { x: number; y: number }, b: { x: number; y: number }, by: number) => {
      const far = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      return { x: a.x + ((b.x - a.x) / far) * by, y: a.y + ((b.y - a.y) / far) * by };
    };
    const [begin, end] = [short(from, middle, 30), short(to, middle, 34)];
    return svg`<path class="arrow" id="arrow-${index}" d="M${begin.x} ${begin.y} Q${middle.x} ${middle.y} ${end.x} ${end.y}" marker-end="url(#head)" />
      <text class="what" x=${middle.x} y=${middle.y + 4}>${what}</text>`;
  };
  return svg`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" /></marker></defs>
    ${held.map(arrow)}
    ${names.map((name) => {
      const { x, y } = place(name);
      return svg`<text class="who" x=${x} y=${y + 4}>${name}</text>`;
    })}
  </svg>`;
}
