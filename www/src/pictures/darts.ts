/**
 * The first points of the run, where they fall. The engine is asked for them: it has the generators, so that what is
 * drawn is what was counted.
 */
import { html, nothing, type PropertyValues, svg } from "lit";
import { ManyhandsError, messageOf } from "../api/errors";
import type { RunRecord } from "../api/types";
import type { Drawing } from "../charts/chart";
import { number } from "../elements/format";
import { engine } from "../engine/client";
import "../charts/chart";
import { type Drawn, note, RunPicture } from "./picture";
import { asList, asNumber } from "./read";

const MOST_DARTS = 2000;
const WIDEST = 280;

interface Dart {
  x: number;
  y: number;
  isInside: boolean;
}

interface Thrown {
  record: RunRecord;
  darts: Dart[];
  inside: number;
}

export class Darts extends RunPicture {
  static override properties = { ...RunPicture.properties, _thrown: { state: true }, _problem: { state: true } };

  declare _thrown: Thrown | undefined;
  declare _problem: string;

  constructor() {
    super();
    this._thrown = undefined;
    this._problem = "";
  }

  protected override forget(): void {
    this._thrown = undefined;
    this._problem = "";
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("record") && this.record) void this.#throw(this.record);
  }

  async #throw(record: RunRecord): Promise<void> {
    const points = Math.min(MOST_DARTS, asNumber(record.params.points) ?? 0);
    const { generator = null, seed = null } = record.params;
    try {
      const { result } = await engine.run("pi-darts", { points, generator, seed }, { door: "page" });
      if (record !== this.record) return;
      const darts = asList(result.darts).flatMap((dart) => {
        const [x, y, isInside] = asList(dart);
        return typeof x === "number" && typeof y === "number" ? [{ x, y, isInside: isInside === true }] : [];
      });
      this._thrown = { record, darts, inside: asNumber(result.inside) ?? 0 };
    } catch (reason) {
      // Whoever stopped all runs knows why there are none.
      const isStopped = reason instanceof ManyhandsError && reason.kind === "cancelled";
      if (record === this.record && !isStopped) this._problem = messageOf(reason);
    }
  }

  protected override draw(): Drawn {
    const { record } = this;
    if (!record) return nothing;
    if (this._problem) return html`<p class="aside">The points could not be drawn: ${this._problem}</p>`;
    if (!this._thrown || this._thrown.record !== record) return nothing;
    const { darts, inside } = this._thrown;
    const outside = darts.length - inside;
    const estimate = (4 * inside) / darts.length;
    const all = asNumber(record.params.points) ?? 0;
    const table = {
      caption: "The first points",
      heads: ["Where", "Points"],
      rows: [
        ["inside", inside],
        ["outside", outside],
        ["in all", darts.length],
      ],
    };
    const which =
      darts.length < all ? `the first ${number(darts.length)} of ${number(all)} points` : `all ${number(all)} points`;
    const label = `Of ${which}, ${number(inside)} are inside: 4 × ${number(inside)} ÷ ${number(darts.length)} = ${number(estimate)}.`;
    return html`<mh-chart
      heading="Where the points fall"
      .label=${label}
      .draw=${(width: number) => square(darts, width)}
      .table=${table}
    >
      ${note(label)}
    </mh-chart>`;
  }
}

/** The quarter of the circle in its square; inside are dots, outside are crosses. */
function square(darts: Dart[], width: number): Drawing {
  const side = Math.min(WIDEST, width - 2);
  const place = ({ x, y }: Dart) => [1 + x * side, 1 + (1 - y) * side].map((at) => at.toFixed(1)).join(" ");
  const dots = darts.filter((dart) => dart.isInside).map((dart) => `M${place(dart)}h0`);
  const crosses = darts.filter((dart) => !dart.isInside).map((dart) => `M${place(dart)}m-1.5-1.5l3 3m0-3l-3 3`);
  return {
    height: side + 2,
    content: svg`<rect class="square" x="1" y="1" width=${side} height=${side}></rect>
      <path class="arc" d=${`M1 1A${side} ${side} 0 0 1 ${1 + side} ${1 + side}`}></path>
      <path class="way s1 dots" d=${dots.join("")} stroke-linecap="round"></path>
      <path class="way s2 crosses" d=${crosses.join("")}></path>`,
    legend: [
      { label: "inside", series: 1, mark: "dot" },
      { label: "outside", series: 2, mark: "cross" },
    ],
  };
}

customElements.define("mh-darts", Darts);
