/** How the timeline is set. */
import { css } from "lit";

export const timelineStyles = css`
  :host {
    display: block;
  }
  .plot {
    position: relative;
    overflow: hidden;
  }
  canvas {
    display: block;
    width: 100%;
    /* Up and down the finger scrolls the page; everything else is the picture's. */
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
  }
  canvas:focus-visible {
    outline-offset: -2px;
  }
  canvas.zoomed {
    cursor: grab;
  }
  canvas.zoomed:active {
    cursor: grabbing;
  }
  .row,
  .line {
    position: absolute;
    top: 0;
    left: 0;
    pointer-events: none;
  }
  .row {
    width: 100%;
    border: solid var(--accent);
    border-width: 1px 0;
  }
  .line {
    width: 1px;
    background: var(--accent);
  }
  .line span {
    position: absolute;
    bottom: 0;
    padding: 0 0.25rem;
    border-radius: 2px;
    background: var(--accent);
    color: var(--on-accent);
    font-family: var(--sans);
    font-size: 0.75rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.2rem 0.4rem;
  }
  .foot button {
    min-width: 2rem;
    padding: 0.05rem 0.4rem;
  }
  .stage {
    position: relative;
  }
  .pointed {
    position: absolute;
    z-index: 2;
    width: max-content;
    margin: 0;
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--quiet);
    border-radius: 3px;
    background: var(--paper);
    color: var(--ink);
    font-family: var(--sans);
    font-size: 0.82rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
    pointer-events: none;
  }
  .pointed:empty {
    display: none;
  }
  .reading {
    margin: 0 0 0.2rem;
    color: var(--quiet);
    font-family: var(--sans);
    font-size: 0.78rem;
    line-height: 1.35;
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.2rem;
    margin-top: 0.2rem;
  }
  .more > * {
    max-width: 100%;
  }
  .foot .download {
    margin-left: auto;
  }
  .invitation {
    margin: 0;
    padding: 0.5rem 0 0.8rem;
    color: var(--quiet);
    font-style: italic;
  }
`;
