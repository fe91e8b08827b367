/** The estimate of pi as the points came, beside pi and the error to be expected. */
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import type { RunEvent } from "../api/types";
import { plane } from "../charts/plane";
import { digits, fixed, number } from "../kit/format";
import "../charts/chart";
import { asNumber, asObjects } from "./read";
import { type Drawn, note, RunPicture } from "./run-picture";

/** The standard deviation of one point's part in the estimate: 4 √(p (1 − p)), p being π ÷ 4. */
const DEVIATION = 4 * Math.sqrt((Math.PI / 4) * (1 - Math.PI / 4));
const BAND_POINTS = 60;

/** While the run goes, an estimate is kept when there are so many times more points than for the one before. */
const STEP = 1.02;

interface Estimate {
  x: number;
  y: number;
  inside?: number;
}

export class Convergence extends RunPicture {
  /** What the run tells while it goes; the record tells it more exactly. */
  #told: Estimate[] = [];

  protected override forget(): void {
    this.#told = [];
  }

  protected override hear(events: RunEvent[]): boolean {
    const before = this.#told.length;
    for (const event of events) {
      if (event.kind !== "progress" || event.estimate === undefined) continue;
      if (event.done >= (this.#told.at(-1)?.x ?? 0) * STEP) this.#told.push({ x: event.done, y: event.estimate });
    }
    return this.#told.length > before;
  }

  protected override draw(): Drawn {
    const { record } = this;
    const way: Estimate[] = record
      ? asObjects(record.result.convergence).map(({ points, inside, estimate }) => ({
          x: asNumber(points) ?? 1,
          y: asNumber(estimate) ?? 0,
          inside: asNumber(inside) ?? 0,
        }))
      : this.#told;
    const [first, last] = [way[0], way.at(-1)];
    if (!first || !last) return nothing;
    const from = way.length > 1 ? first.x : first.x / 10;
    const band = Array.from({ length: BAND_POINTS + 1 }, (_, index) => {
      const x = from * (last.x / from) ** (index / BAND_POINTS);
      return { x, y: Math.PI + DEVIATION / Math.sqrt(x), y2: Math.PI - DEVIATION / Math.sqrt(x) };
    });
    const farthest = Math.max(...way.map(({ y }) => Math.abs(y - Math.PI)), DEVIATION / Math.sqrt(from)) * 1.1;
    const draw = plane({
      x: { label: msg("points"), domain: [from, last.x], scale: "log" },
      y: { label: estimateLabel(), domain: [Math.PI - farthest, Math.PI + farthest] },
      series: [
        { label: msg("π ± 1.64 ÷ √points"), series: 6, mark: "band", points: band },
        { label: estimateLabel(), series: 1, mark: "line-dots", points: way },
      ],
      rules: [{ y: Math.PI, label: "π" }],
      height: 140,
    });
    const inBand = way.filter(({ x, y }) => Math.abs(y - Math.PI) <= DEVIATION / Math.sqrt(x)).length;
    const table = {
      caption: msg("The estimate as the points came"),
      heads: [
        msg("Points"),
        msg("Inside"),
        msg("Estimate"),
        msg("Error", { id: "error-of-pi", desc: "by how much the estimate is off" }),
        msg("Expected error"),
      ],
      rows: way.map(({ x, y, inside }) => [
        x,
        inside ?? msg("not told"),
        { value: y, text: fixed(y, 8) },
        { value: y - Math.PI, text: (y - Math.PI).toExponential(2) },
        { value: DEVIATION / Math.sqrt(x), text: (DEVIATION / Math.sqrt(x)).toExponential(2) },
      ]),
    };
    const label = msg(
      str`After ${number(last.x)} points the estimate is ${digits(last.y)}; ${inBand} of ${way.length} estimates on the way lie in the band.`,
    );
    return html`<mh-chart heading=${msg("The way to pi")} .label=${label} .draw=${draw} .table=${table}>
      ${this.gaps()}
      ${note(msg("The band is one standard deviation: about two of three runs end in it."))}
    </mh-chart>`;
  }
}

const estimateLabel = () => msg("estimate", { id: "estimate-of-pi", desc: "a noun: the value that was found for pi" });

customElements.define("mh-convergence", Convergence);
