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
  padding: var(--bar-padding) var(--page-margin, 0px) max(var(--bar-padding), env(safe-area-inset-bottom));
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
  .view,
  .set,
  .controls,
  .seen {
    display: contents;
  }
  .only-head :is(.view, .below),
  .only-view .picture {
    visibility: hidden;
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
  mh-own-program {
    --editor-height: min(24rem, 55svh);
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
  .searched .picture {
    min-height: 0;
  }
  /* Room for the run that comes by itself, so that little below it moves. */
  .roomy .picture {
    min-height: 30rem;
  }
  .lead {
    display: block;
  }
  /* Without its colours, but as easy to read as before. */
  .picture.stale > :not(mh-finding),
  .figures.stale {
    filter: grayscale(1);
    transition: filter 0.2s;
  }
  .run-bar {
    position: sticky;
    top: 0;
    bottom: 0;
    z-index: 2;
  }
  .run-python {
    margin-top: 8px;
  }
  /* One below the other, in an order that needs no scrolling to see what a run did. */
  @container (max-width: 51.99rem) {
    .head,
    .problem {
      order: 1;
    }
    mh-program,
    mh-own-program,
    .set > .way {
      order: 2;
    }
    .run-bar,
    .controls > .aside,
    .controls > .trouble {
      order: 3;
    }
    .picture,
    mh-python-run {
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
  @container (max-width: 33.99rem) {
    .title {
      font-size: 1.5rem;
    }
  }
  /* The parameters beside the program. */
  @container (min-width: 34rem) and (max-width: 51.99rem) {
    .program.parameters {
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    }
    .program.parameters :is(.head, .problem, .run-bar, .controls > .aside, .trouble, .picture, mh-python-run, mh-predict, .below) {
      grid-column: 1 / -1;
    }
    .program.parameters mh-program {
      --program-lines: 11;
    }
    .program.parameters mh-form {
      order: 2;
    }
    /* The reader's own program has all the width, and its parameters come after what it printed. */
    @media (min-height: 30.01rem) {
      .program.own.parameters {
        grid-template-columns: minmax(0, 1fr);
      }
      .program.own.parameters mh-form {
        order: 5;
      }
    }
  }

  @container (min-width: 52rem) {
    /* Of its own: what sticks stays within it. */
    .split .view {
      display: grid;
      grid-template-columns: minmax(0, 27rem) minmax(0, 1fr);
      gap: 32px;
      align-items: start;
    }
    .split :is(.set, .seen) {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
    }
    .split .seen {
      gap: 24px;
    }
    .split .set {
      position: sticky;
      /* One that is higher than the window shows its end. */
      top: min(8px, 100svh - var(--set-height, 0px) - 8px);
    }
    .split .controls {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .split mh-program:not([whole]) {
      --program-lines: 60;
      max-height: clamp(
        12rem,
        var(--view-height, 48rem) - var(--head-height, 6rem) - var(--controls-height, 14rem) - 32px,
        40rem
      );
    }
    .split.own:not(.searched) .view {
      grid-template-columns: minmax(0, 11fr) minmax(0, 9fr);
    }
    .split mh-own-program {
      --editor-height: clamp(
        12rem,
        var(--view-height, 48rem) - var(--head-height, 6rem) - var(--controls-height, 14rem) - 8rem,
        44rem
      );
    }
    .split .run-bar {
      position: relative;
      padding-bottom: 0;
    }
    /* A walk through a program's steps has all the width; what is set of the search stands beside the program. */
    .searched .view {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 24px;
    }
    .searched .set {
      position: static;
      display: grid;
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
      gap: 16px 32px;
      align-items: start;
    }
    .searched .set > .problem {
      grid-column: 1 / -1;
    }
    .searched .controls {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .searched mh-own-program {
      --editor-height: clamp(12rem, 42svh, 26rem);
    }
    .searched .run-bar {
      position: relative;
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
    .picture,
    .roomy .picture {
      gap: 8px;
      min-height: 0;
    }
    .run-bar {
      --bar-padding: 4px;
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
      .program.split {
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
      }
      .program.split :is(.head, .problem, .run-bar, .controls > .aside, .trouble, mh-form, mh-python-run, mh-predict, .below) {
        grid-column: 1 / -1;
      }
      .program.split mh-form {
        order: 5;
      }
      .program.split mh-program {
        --program-lines: 10;
      }
      .program.split mh-own-program {
        --editor-height: 10rem;
      }
      .lesson.program.split .picture {
        order: 2;
        grid-column: 2;
      }
    }
  }
  /* The smallest is a picture and a button. */
  @media (max-height: 15rem) {
    .lead {
      zoom: 0.75;
    }
  }
`;
