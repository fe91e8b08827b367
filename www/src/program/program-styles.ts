/** How a program is set. The host says by `--program-lines` how many lines are seen at once. */
import { css } from "lit";

export const programStyles = css`
  /* Where the host has less height, the box of the text has. */
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    container-type: inline-size;
  }
  .bar,
  .note,
  ::slotted(*) {
    flex: none;
  }
  .bar {
    display: flex;
    align-items: end;
    gap: 0.15rem;
    border-bottom: 1px solid var(--rule);
  }
  [role="tablist"] {
    display: flex;
    flex: none;
  }
  /* The lines' numbers are the first that there is no room for. */
  @container (max-width: 24rem) {
    .tools button[aria-pressed]:has(svg) {
      display: none;
    }
  }
  @container (max-width: 17rem) {
    .tools button:not(:has(svg)) {
      display: none;
    }
  }
  [role="tab"] {
    padding: 0.25rem 0.8rem;
    border: 1px solid transparent;
    border-bottom: 0;
    border-radius: 3px 3px 0 0;
    color: var(--quiet);
    font-size: 0.88rem;
  }
  [role="tab"][aria-selected="true"] {
    margin-bottom: -1px;
    border-color: var(--rule);
    background: var(--wash);
    box-shadow: inset 0 2px var(--accent);
    color: var(--ink);
    font-weight: 600;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 0.15rem;
    margin-left: auto;
  }
  .tools button {
    display: grid;
    place-items: center;
    min-width: 1.9rem;
    min-height: 1.7rem;
    padding: 0 0.3rem;
    border-color: transparent;
    color: var(--quiet);
    font-size: 0.82rem;
    white-space: nowrap;
  }
  .tools button:hover {
    border-color: var(--rule);
    color: var(--accent);
  }
  .tools button[aria-pressed="true"] {
    border-color: var(--accent);
    color: var(--accent);
  }
  .tools svg {
    width: 1rem;
    height: 1rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.3;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .code {
    flex: 0 1 auto;
    position: relative;
    min-height: 0;
    max-height: calc(var(--program-lines, 18) * 1lh + 1rem);
    padding: 0.5rem 0;
    overflow: auto;
    background: var(--wash);
    border: 1px solid var(--rule);
    border-top: 0;
    font-family: var(--mono);
    font-size: 0.82rem;
    line-height: 1.45;
    tab-size: 4;
    overscroll-behavior-x: contain;
  }
  .code.whole {
    max-height: none;
  }
  .code:focus-visible {
    outline-offset: -2px;
  }
  pre {
    width: max-content;
    min-width: 100%;
    margin: 0;
    font-size: inherit;
  }
  code {
    font-size: inherit;
  }
  .row {
    display: block;
    position: relative;
    padding: 0 0.9rem 0 1.7rem;
  }
  /* What is pressed is as high as a finger wants it; and the lines that matter stand as far apart. */
  .row:is(.core, :has(.pin, .control)) {
    line-height: 1.5rem;
  }
  .numbered .row {
    padding-left: 3.8rem;
  }
  .numbered .row::before {
    content: attr(data-numbers);
    position: absolute;
    left: 1.3rem;
    width: 1.9rem;
    color: var(--quiet);
    text-align: right;
    user-select: none;
    -webkit-user-select: none;
  }
  /* The lines that matter: a band, and a bar beside it. */
  .core {
    background: color-mix(in srgb, var(--accent) 9%, transparent);
    box-shadow: inset 3px 0 var(--accent);
  }
  /* A frame and no darker band: what is written must stand out from what is behind it. */
  .pointing,
  .row:has(.pin:focus-visible) {
    outline: 1.5px solid var(--accent);
    outline-offset: -1.5px;
  }
  /* What the timeline points at. */
  .lit {
    background: color-mix(in srgb, var(--wait) 9%, transparent);
    outline: 1.5px solid var(--ink);
    outline-offset: -1.5px;
  }
  .pin {
    position: absolute;
    top: 0;
    left: 0;
    display: grid;
    place-items: center;
    width: 1.5rem;
    height: 1lh;
    padding: 0;
    border: 0;
    border-radius: 0;
    line-height: inherit;
    user-select: none;
    -webkit-user-select: none;
  }
  .pin:focus-visible {
    outline-offset: -2px;
  }
  .pin::before {
    content: "";
    width: 0.6rem;
    height: 0.6rem;
    border-radius: 1px;
    opacity: 0.75;
  }
  .pin:hover::before,
  .pointing .pin::before,
  .pin[aria-pressed="true"]::before {
    opacity: 1;
    box-shadow:
      0 0 0 1px var(--wash),
      0 0 0 2px currentcolor;
  }
  /* As the timeline draws the states. */
  .pin.run::before {
    background: var(--run);
  }
  .pin.hold::before {
    background: linear-gradient(var(--hold) 25%, var(--wash) 25% 45%, var(--hold) 45%);
  }
  .pin.wait::before {
    background: repeating-linear-gradient(90deg, var(--wait) 0 2.5px, transparent 2.5px 3.5px) 0 50% / 100% 4px no-repeat;
  }
  .pin.sleep::before {
    background: radial-gradient(circle, var(--sleep) 1.2px, transparent 1.4px) 0 0 / 0.3rem 0.3rem;
  }
  .value {
    display: inline-block;
    position: relative;
    white-space: normal;
  }
  .value:hover .text {
    outline: 1px solid var(--accent);
  }
  .text {
    border-radius: 0.15em;
    background: var(--paper);
    text-decoration: underline dotted color-mix(in srgb, var(--accent) 70%, transparent);
    text-underline-offset: 0.2em;
    white-space: pre;
  }
  /* A value of several lines: its first one stands after its name, the others at the margin. */
  .long .value {
    display: inline;
    position: static;
  }
  .value :is(input, select, textarea) {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    min-height: 0;
    margin: 0;
    padding: 0;
    border: 0;
    opacity: 0;
    cursor: pointer;
    font-family: var(--mono);
    font-size: inherit;
    line-height: inherit;
  }
  .value:has(select:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .value.typed:focus-within .text,
  .value.behind .text {
    display: none;
  }
  .value.typed:focus-within :is(input, textarea),
  .value.behind :is(input, select, textarea) {
    position: static;
    width: calc(var(--characters, 6) * 1ch + 0.8em);
    height: 1lh;
    padding: 0 0.2em;
    background: var(--paper);
    opacity: 1;
    outline: 2px solid var(--accent);
    outline-offset: 0;
    cursor: auto;
  }
  .value.typed:focus-within input[type="number"],
  .value.behind input[type="number"] {
    width: calc(var(--characters, 6) * 1ch + 2.4em);
  }
  .value.typed:focus-within textarea,
  .value.behind textarea {
    width: min(44ch, 100cqi - 4rem);
    height: auto;
  }
  .value [aria-invalid="true"] {
    outline-color: var(--bad) !important;
  }
  /* It takes no room of its own: a line with a value is as high as the others that are pressed. */
  .value .control {
    display: contents;
  }
  .chip {
    display: inline-flex;
    align-items: baseline;
    gap: 0.3em;
    margin-left: 1.2rem;
    padding: 0 0.1rem 0 0.5rem;
    border: 1px solid var(--rule);
    border-radius: 1em;
    background: var(--paper);
    color: var(--quiet);
    font-family: var(--sans);
    font-size: 0.78rem;
    line-height: 1.3;
    white-space: normal;
    user-select: none;
    -webkit-user-select: none;
  }
  .chip select {
    padding: 0 0.1rem;
    border: 0;
    border-radius: 1em;
    background: none;
    color: var(--ink);
    font-size: inherit;
    line-height: inherit;
    cursor: pointer;
  }
  .message {
    display: block;
    padding: 0.1rem 0.9rem 0.2rem 1.7rem;
    color: var(--bad);
    font-family: var(--sans);
    font-size: 0.85rem;
    white-space: normal;
  }
  .message:empty {
    display: none;
  }
  .note {
    margin: 0.25rem 0 0;
    font-family: var(--sans);
    font-size: 0.82rem;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  .keyword {
    color: var(--code-keyword);
  }
  .string,
  .number {
    color: var(--code-string);
  }
  .comment,
  .meta {
    color: var(--quiet);
  }
  .type {
    color: var(--code-type);
  }
  .function {
    color: var(--code-function);
  }
  @media print {
    .tools,
    .chip {
      display: none;
    }
    .code {
      max-height: none;
    }
    pre {
      width: auto;
      white-space: pre-wrap;
    }
  }
`;
