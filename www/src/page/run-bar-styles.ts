/** Run, Stop, and what stands in the way of a run: the same wherever something runs. */
import { css } from "lit";

export const runBarStyles = css`
  .run-bar {
    --bar-padding: 8px;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    position: relative;
    padding: var(--bar-padding) 0;
    background: var(--paper);
  }
  .run-bar button {
    min-height: 40px;
  }
  .run-bar .primary {
    min-width: 7rem;
  }
  /* Beside the interpreter's switch. */
  @media (max-width: 26rem) {
    .run-bar:has(.switch) .primary {
      min-width: 5.5rem;
    }
  }
  .run-bar .primary[aria-disabled="true"] {
    opacity: 0.75;
  }
  .primary[aria-disabled="true"]::before {
    content: "";
    display: inline-block;
    width: 0.8em;
    height: 0.8em;
    margin-right: 0.5em;
    border: 2px solid color-mix(in srgb, currentcolor 35%, transparent);
    border-top-color: currentcolor;
    border-radius: 50%;
    vertical-align: -0.08em;
  }
  @media (prefers-reduced-motion: no-preference) {
    .primary[aria-disabled="true"]::before {
      animation: turn 0.9s linear infinite;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .run-bar progress {
    position: absolute;
    inset: 0 0 auto;
    width: 100%;
    height: 3px;
    border: 0;
    background: var(--rule);
    accent-color: var(--accent);
  }
  .status {
    min-width: 0;
    font-family: var(--sans);
    font-size: 0.9rem;
    font-variant-numeric: tabular-nums;
  }
  .far {
    margin-left: 8px;
    color: var(--quiet);
  }
  .trouble {
    padding: 0.1rem 0.9rem;
    border-left: 3px solid var(--bad);
    background: var(--wash);
    overflow-wrap: anywhere;
  }
  .trouble p {
    margin: 0.5rem 0;
    white-space: pre-line;
  }
  .own-tab:not(.refused) > p + p,
  .own-tab.refused > p:first-child {
    display: none;
  }
  .trouble pre {
    margin: 0.3rem 0;
    white-space: pre-wrap;
  }
  .button {
    display: inline-block;
    padding: 0.3rem 0.9rem;
    border: 1px solid var(--accent);
    border-radius: 3px;
    font-family: var(--sans);
    font-size: 0.92rem;
    text-decoration: none;
  }
`;
