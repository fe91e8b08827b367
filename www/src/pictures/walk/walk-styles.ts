/** How a walk through a schedule looks. */
import { css } from "lit";

export const walkStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  :host([empty]) {
    display: none;
  }
  .s1 {
    --mark: var(--series-1);
  }
  .s2 {
    --mark: var(--series-2);
  }
  .s3 {
    --mark: var(--series-3);
  }
  .s4 {
    --mark: var(--series-4);
  }
  .s5 {
    --mark: var(--series-5);
  }
  .s6 {
    --mark: var(--series-6);
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  h3,
  p {
    margin: 0;
  }
  .verdict {
    font-family: var(--sans);
    font-weight: 600;
  }
  .endings {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .endings button {
    text-align: start;
  }
  .endings button[aria-pressed="true"] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  .walk {
    container-type: inline-size;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    min-width: 0;
  }
  .stage {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 12px;
    align-items: start;
  }
  .code,
  .table {
    overflow: auto;
    max-height: min(28rem, 60svh);
    background: var(--wash);
    border: 1px solid var(--rule);
    position: relative;
  }
  .code ol {
    margin: 0;
    padding: 6px 0;
    list-style: none;
    font-family: var(--mono);
    font-size: 0.86rem;
    line-height: 1.5;
    min-width: max-content;
  }
  .code li {
    display: flex;
    gap: 8px;
    padding-inline: 8px;
  }
  .code .cursors {
    flex: none;
    display: flex;
    justify-content: flex-end;
    gap: 2px;
    min-width: var(--cursors, 2.6rem);
  }
  .code .number {
    flex: none;
    min-width: 2ch;
    text-align: end;
    color: var(--quiet);
  }
  .code code {
    white-space: pre;
    font: inherit;
  }
  .code li.taken {
    background: color-mix(in srgb, var(--mark) 16%, transparent);
  }
  .code mark {
    color: inherit;
    background: color-mix(in srgb, var(--mark) 34%, transparent);
    border-radius: 2px;
  }
  .tag {
    display: inline-block;
    min-width: 1.3em;
    padding: 0 3px;
    border-radius: 3px;
    font: 600 0.74rem/1.5 var(--sans);
    text-align: center;
    color: var(--paper);
    background: var(--mark);
  }
  .tag.waits {
    color: var(--mark);
    background: none;
    box-shadow: inset 0 0 0 1.5px var(--mark);
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: 0.84rem;
  }
  th,
  td {
    padding: 2px 8px;
    text-align: start;
    vertical-align: top;
    border-bottom: 1px solid var(--rule);
  }
  /* Its column says whose it is; where there are none, its mark. */
  td .tag {
    display: none;
  }
  thead :is(th, td) {
    position: sticky;
    top: 0;
    background: var(--wash);
    font-family: var(--sans);
    z-index: 1;
  }
  td {
    font-family: var(--mono);
    overflow-wrap: anywhere;
  }
  th[scope="row"] {
    font-weight: normal;
    color: var(--quiet);
    text-align: end;
  }
  tbody tr {
    cursor: pointer;
  }
  tr.now {
    background: color-mix(in srgb, var(--mark) 20%, transparent);
    box-shadow: inset 3px 0 0 var(--mark);
  }
  tr.later td,
  tr.later.key td,
  tr.later.change td,
  tr.later.waits td {
    color: var(--quiet);
  }
  tr.now th,
  .code .taken .number {
    color: var(--ink);
  }
  tr.change td {
    font-family: var(--sans);
    color: var(--quiet);
    font-style: italic;
    cursor: default;
  }
  tr.change.preempted td {
    color: var(--bad);
  }
  tr.waits td {
    color: var(--bad);
    font-family: var(--sans);
    font-style: italic;
  }
  tr.key td {
    color: var(--bad);
    font-weight: 600;
  }
  .scrubber {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .scrubber input {
    flex: 1 1 10rem;
    min-width: 0;
  }
  .scrubber .place {
    font-family: var(--sans);
    font-variant-numeric: tabular-nums;
  }
  .says {
    min-height: 2.9em;
  }
  .state {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
    gap: 4px 24px;
  }
  .state dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0 8px;
    margin: 0;
    font-size: 0.88rem;
  }
  .state dd {
    margin: 0;
    font-family: var(--mono);
    overflow-wrap: anywhere;
  }
  .state h3 {
    margin: 0;
    font: 600 0.84rem var(--sans);
  }
  pre {
    margin: 0;
    max-height: 8rem;
    overflow: auto;
    font-family: var(--mono);
    font-size: 0.86rem;
  }
  figure {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
    gap: 12px 24px;
    align-items: center;
    margin: 0;
  }
  svg {
    display: block;
    max-width: 20rem;
    width: 100%;
    height: auto;
  }
  svg .arrow {
    fill: none;
    stroke: var(--bad);
    stroke-width: 2;
  }
  svg marker path {
    fill: var(--bad);
  }
  svg text {
    text-anchor: middle;
    font: 0.8rem var(--sans);
    fill: var(--ink);
  }
  svg .who {
    font-weight: 600;
  }
  svg .what {
    font-family: var(--mono);
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 5px;
  }
  .endings .broken b {
    color: var(--bad);
  }
  .says i {
    color: var(--quiet);
  }
  .says i.preempted {
    color: var(--bad);
  }
  .tools {
    display: flex;
    gap: 4px;
    margin-inline-start: auto;
  }
  .by-hand {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  @container (max-width: 30rem) {
    /* The buttons do what it does, in less room. */
    .scrubber input {
      display: none;
    }
    .table thead {
      display: none;
    }
    .table tr {
      display: flex;
    }
    .table :is(th, td) {
      border: 0;
    }
    .table th[scope="row"] {
      flex: none;
      width: 2.4em;
    }
    .table tr:not(.change) td:not(:has(.tag)) {
      display: none;
    }
    .table td .tag {
      display: inline-block;
      margin-inline-end: 6px;
    }
  }
  @container (max-width: 40rem) {
    .scrubber,
    .says {
      position: sticky;
      z-index: 2;
      background: var(--paper);
    }
    .scrubber {
      top: 0;
      flex-wrap: nowrap;
      padding-block: 4px;
    }
    .scrubber button {
      padding-inline: 0.6rem;
    }
    .scrubber :is(button, .place) {
      white-space: nowrap;
    }
    .says {
      top: 3rem;
      padding-bottom: 6px;
    }
    .stage {
      grid-template-columns: minmax(0, 1fr);
    }
    .code,
    .table {
      max-height: min(20rem, 45svh);
    }
  }
`;
