/**
 * The same program on real threads, many times: how often did it break here? Each run is one of the lesson that runs programs, in
 * an interpreter of its own, and nothing is counted that did not run.
 */
import { msg, str } from "@lit/localize";
import { css, html, LitElement, nothing } from "lit";
import { messageOf } from "../../api/errors";
import { BEGINS_WITH, INTERPRETER, RUNS_PROGRAMS } from "../../api/own-program";
import type { Json, Params, RunRecord } from "../../api/types";
import { runs } from "../../engine/runs";
import { number } from "../../kit/format";
import { controls } from "../../styles/sheets";
import { asNumber, asObject, asObjects, asText } from "../read";

/** So many runs under each interpreter. */
const RUNS = 1000;
/** A run that goes on for so long is stopped: it may be a deadlock, or only slow. */
const LONGEST_MS = 3000;

const INTERPRETERS = ["gil", "free-threaded"] as const;
/** Until it begins it may be long: the engine may have to come first. */
const LONGEST_START_MS = 60_000;

interface Tally {
  interpreter: (typeof INTERPRETERS)[number];
  runs: number;
  broken: number;
  /** How many were stopped because they took too long: of those nothing is known. */
  stopped: number;
  /** How often each way of breaking was seen. */
  ways: Map<string, number>;
}

export class Race extends LitElement {
  static override properties = {
    of: { attribute: false },
    _tallies: { state: true },
    _isRunning: { state: true },
    _said: { state: true },
  };

  /** The parameters of the search. */
  declare of: Params;
  declare _tallies: Tally[];
  declare _isRunning: boolean;
  declare _said: string;
  #abort: AbortController | undefined;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      section {
        display: grid;
        gap: 8px;
        justify-items: start;
      }
      h3,
      p {
        margin: 0;
      }
      h3 {
        font: 600 0.95rem var(--sans);
      }
      table {
        border-collapse: collapse;
        font-size: 0.9rem;
      }
      th,
      td {
        padding: 2px 12px 2px 0;
        text-align: start;
        vertical-align: top;
        border-bottom: 1px solid var(--rule);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  constructor() {
    super();
    this._tallies = [];
    this._isRunning = false;
    this._said = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort?.abort();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    // Another program is another race.
    if (!changed.has("of") || JSON.stringify(changed.get("of") ?? null) === JSON.stringify(this.of)) return;
    this.#abort?.abort();
    this._tallies = [];
    this._said = "";
  }

  override render() {
    return html`<section>
      <h3>${msg("Race it for real")}</h3>
      <p>
        ${msg(str`The same program on real threads, ${number(RUNS)} times with the GIL and ${number(RUNS)} times without: how often does it break here?`)}
      </p>
      ${
        this._isRunning
          ? html`<button @click=${() => this.#abort?.abort()}>${msg("Stop", { id: "stop-button", desc: "Button" })}</button>`
          : html`<button @click=${this.#run}>${msg("Race it", { desc: "button: runs a program many times" })}</button>`
      }
      ${this._tallies.length > 0 ? this.#table() : nothing}
      <p role="status">${this._isRunning ? nothing : this.#sentence()} ${this._said}</p>
    </section>`;
  }

  #table() {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${msg("Interpreter")}</th><th scope="col">${msg("Runs", { desc: "number of runs" })}</th>
          <th scope="col">${msg("Broken", { desc: "number of runs that broke" })}</th><th scope="col">${msg("How")}</th>
        </tr>
      </thead>
      <tbody>
        ${this._tallies.map(
          ({ interpreter, runs, broken, stopped, ways }) => html`<tr>
            <th scope="row">${interpreter === "gil" ? msg("with the GIL", { id: "race-gil" }) : msg("without the GIL", { id: "race-no-gil" })}</th>
            <td>${number(runs)}</td><td>${number(broken)}</td>
            <td>${stopped > 0 ? html`${msg(str`not over after ${number(LONGEST_MS / 1000)} s, and stopped`, { id: "race-endless" })} (${number(stopped)}) ` : nothing}${[...ways].map(([way, times]) => html`${way} (${number(times)}) `)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #sentence() {
    const ran = this._tallies.reduce((sum, { runs }) => sum + runs, 0);
    const broken = this._tallies.reduce((sum, { broken }) => sum + broken, 0);
    const stopped = this._tallies.reduce((sum, { stopped }) => sum + stopped, 0);
    if (ran === 0 || (broken === 0 && stopped > 0)) return nothing;
    return broken === 0
      ? msg(
          str`It did not break once in ${number(ran)} runs. That proves nothing: a test that passes a thousand times has met the same few schedules a thousand times.`,
        )
      : msg(str`It broke in ${number(broken)} of ${number(ran)} runs, on this machine, this time.`);
  }

  #run = async (): Promise<void> => {
    const abort = new AbortController();
    this.#abort = abort;
    this._isRunning = true;
    this._said = "";
    this._tallies = [];
    try {
      for (const interpreter of INTERPRETERS) {
        const tally: Tally = { interpreter, runs: 0, broken: 0, stopped: 0, ways: new Map() };
        this._tallies = [...this._tallies, tally];
        while (tally.runs < RUNS && !abort.signal.aborted) await this.#once(tally, abort.signal);
      }
    } catch (thrown) {
      if (!abort.signal.aborted) this._said = messageOf(thrown);
    } finally {
      if (this.#abort === abort) this._isRunning = false;
    }
  };

  async #once(tally: Tally, stop: AbortSignal): Promise<void> {
    const given = Object.entries(this.of).filter(([name]) => BEGINS_WITH.includes(name));
    const params = { ...Object.fromEntries(given), [INTERPRETER]: tally.interpreter };
    const end = new AbortController();
    const signal = AbortSignal.any([stop, end.signal]);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hasBegun = false;
    const within = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => end.abort(), ms);
    };
    const onTurn = () => within(LONGEST_START_MS);
    // From when it runs, and not from when it is asked for.
    const onEvents = () => {
      if (!hasBegun) within(LONGEST_MS);
      hasBegun = true;
    };
    let way: string | undefined;
    try {
      way = brokenBy(
        await runs.run(RUNS_PROGRAMS, params, { door: "page", signal, onTurn, onReady: onEvents, onEvents }),
      );
    } catch (thrown) {
      // One that did not even begin says nothing of the program.
      if (stop.aborted || !end.signal.aborted || !hasBegun) throw thrown;
      tally.stopped += 1;
    } finally {
      clearTimeout(timer);
    }
    if (stop.aborted) return;
    tally.runs += 1;
    if (way !== undefined) {
      tally.broken += 1;
      tally.ways.set(way, (tally.ways.get(way) ?? 0) + 1);
    }
    this._tallies = [...this._tallies];
  }
}

/** How a run broke; undefined where it did not. */
function brokenBy({ result }: RunRecord): string | undefined {
  const raised = [asObject(result.exception ?? null), ...asObjects(result.thread_exceptions as Json)].find(
    ({ type }) => type,
  );
  if (raised) return raised.message ? `${asText(raised.type)}: ${asText(raised.message)}` : asText(raised.type);
  const exit = asNumber(result.exit) ?? 0;
  return exit === 0 ? undefined : msg(str`exit status ${exit}`, { id: "walk-exit" });
}

customElements.define("mh-race", Race);
