/**
 * How the one view is set. Wide: the program and its controls beside the picture, within the window's height. Narrower: one
 * below the other, with Run at the window's lower edge. What is below is in `below-styles.ts`. Distances are on a grid of 8 px.
 */
import { css } from "lit";

/** Run at the window's lower edge, whatever of the lesson is in it. */
const docked = css`
  order: 8;
  top: auto;
  margin-inline: calc(-1 * var(--page-margin, 0px));
  padding: 8px var(--page-margin, 0px) max(8px, env(safe-area-inset-bottom));
  border-top: 1px solid var(--rule);
`;

export const lessonStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    font-family: var(--serif);
    color: var(--ink);
  }
  .lesson {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px 32px;
    align-items: start;
  }
  /* Its parts are the lesson's own, so that Run can stick to the window while any of the lesson is seen. */
  .set,
  .controls {
    display: contents;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 16px;
  }
  .title {
    margin: 0;
    font-family: var(--serif);
    font-size: 1.9rem;
    font-weight: 600;
    line-height: 1.2;
    letter-spacing: 0;
    text-wrap: balance;
  }
  .title:focus {
    outline: none;
  }
  .chapter {
    margin: 0;
    color: var(--quiet);
    font-family: var(--sans);
    font-size: 0.8rem;
  }
  .summary {
    margin-top: 4px;
  }
  .summary p {
    max-width: 48rem;
    margin: 0;
    line-height: 1.45;
  }
  .problem {
    margin: 0;
    color: var(--bad);
    overflow-wrap: anywhere;
  }
  mh-program {
    --program-lines: 7;
  }
  /* Its reader wants to see all of it. */
  mh-program[whole] {
    max-height: none !important;
  }
  .set:has(> mh-program[whole]) {
    position: static !important;
  }
  mh-form {
    container-type: inline-size;
  }
  .picture {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 16px;
    min-width: 0;
    min-height: 12rem;
  }
  .stale > * {
    opacity: 0.45;
    filter: grayscale(0.8);
    transition: opacity 0.2s;
  }
  .stale > mh-finding {
    opacity: 1;
    filter: none;
  }
  .run-bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    position: sticky;
    top: 0;
    bottom: 0;
    z-index: 2;
    padding: 8px 0;
    background: var(--paper);
  }
  .run-bar button {
    min-height: 40px;
  }
  .run-bar .primary {
    min-width: 7rem;
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
  .button {
    display: inline-block;
    padding: 0.3rem 0.9rem;
    border: 1px solid var(--accent);
    border-radius: 3px;
    font-family: var(--sans);
    font-size: 0.92rem;
    text-decoration: none;
  }

  /* One below the other, in an order that needs no scrolling to see what a run did. */
  @container (max-width: 51.99rem) {
    .head,
    .problem {
      order: 1;
    }
    mh-program {
      order: 2;
    }
    .run-bar,
    .controls > .aside,
    .controls > .trouble {
      order: 3;
    }
    .picture {
      order: 4;
    }
    mh-form {
      order: 5;
    }
    mh-predict {
      order: 6;
    }
    .below {
      order: 7;
    }
    :host([docked]) .run-bar {
      ${docked}
    }
  }
  /* Here the parameters stand beside each other and take little height. */
  @container (min-width: 34rem) and (max-width: 51.99rem) {
    mh-program {
      --program-lines: 9;
    }
    mh-form {
      order: 2;
    }
  }

  @container (min-width: 52rem) {
    .lesson.split {
      grid-template-columns: minmax(0, 27rem) minmax(0, 1fr);
    }
    .split > .head,
    .split > .below {
      grid-column: 1 / -1;
    }
    .split > .set {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
      position: sticky;
      top: 8px;
    }
    .split .controls {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .split mh-program {
      --program-lines: 60;
      max-height: clamp(
        12rem,
        var(--view-height, 48rem) - var(--head-height, 6rem) - var(--controls-height, 14rem) - 32px,
        40rem
      );
    }
    .split .run-bar {
      position: relative;
      padding-bottom: 0;
    }
  }

  /* A frame that someone has given little height: the program beside the picture, and Run below both. */
  @media (max-height: 30rem) {
    .lesson {
      gap: 8px 16px;
    }
    .title {
      font-size: 1.25rem;
    }
    .picture {
      gap: 8px;
      min-height: 0;
    }
    .run-bar {
      padding: 4px 0;
    }
    .run-bar button {
      min-height: 32px;
      padding-block: 0.1rem;
    }
    @container (max-width: 51.99rem) {
      .split .run-bar {
        ${docked}
      }
    }
    @container (min-width: 30rem) and (max-width: 51.99rem) {
      .lesson.split {
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        grid-auto-flow: dense;
      }
      .split > *,
      .split > .set > *,
      .split .controls > * {
        grid-column: 1 / -1;
      }
      .split > .set > mh-program {
        --program-lines: 12;
        grid-column: 1;
        max-height: calc(100svh - 4rem);
      }
      .split > .picture {
        grid-column: 2;
        order: 2;
      }
      mh-form {
        order: 5;
      }
    }
  }
`;
