/** How a lesson is set: text and form in one column, the picture beside it, or below where there is no room. */
import { css } from "lit";

export const lessonStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    font-family: var(--serif);
    color: var(--ink);
  }
  /* On a narrow page the controls stay in sight, below while one is above them and above while one is below. */
  .text {
    display: contents;
  }
  .picture {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 1.6rem;
  }
  .picture,
  .study,
  .behind,
  .program,
  footer {
    margin-top: 1.6rem;
  }
  @container (min-width: 52rem) {
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 27rem) minmax(0, 1fr);
      gap: 1.6rem 3rem;
    }
    .text {
      display: block;
      min-width: 0;
      container-type: inline-size;
    }
    .picture {
      position: sticky;
      /* One that is higher than the window shows its end. */
      top: min(1rem, 100vh - var(--picture-height, 0px) - 1rem);
      align-self: start;
      margin-top: 0;
    }
    .behind {
      display: grid;
      grid-template-columns: minmax(0, 27rem) minmax(0, 1fr);
      gap: 0 3rem;
    }
  }
  .chapter {
    margin: 0;
    color: var(--accent);
    font-family: var(--sans);
    font-size: 0.85rem;
  }
  .title {
    margin: 0 0 0.8rem;
    font-family: var(--serif);
    font-size: 1.9rem;
    font-weight: 600;
    line-height: 1.15;
    letter-spacing: 0;
  }
  .title:focus {
    outline: none;
  }
  .text > p,
  .problem {
    margin: 0 0 0.8rem;
  }
  ul {
    margin: 0 0 1.6rem;
    padding-left: 1.1rem;
  }
  li {
    margin-bottom: 0.25rem;
  }
  li::marker {
    color: var(--accent);
  }
  .behind :is(p, li) {
    max-width: 36rem;
  }
  .behind h3 {
    margin: 0;
    font-size: 1rem;
    font-weight: 600;
  }
  .behind p {
    margin: 0 0 0.9rem;
  }
  .onward {
    font-size: 1.1rem;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.6rem;
    position: sticky;
    top: 0;
    bottom: 0;
    z-index: 1;
    margin-top: 0.8rem;
    padding-top: 0.6rem;
    background: linear-gradient(transparent, var(--paper) 0.6rem);
  }
  .primary {
    min-width: 6rem;
  }
  .status {
    font-family: var(--sans);
    font-size: 0.92rem;
    font-variant-numeric: tabular-nums;
  }
  .progress {
    display: flex;
    flex-basis: 100%;
    align-items: center;
    gap: 0.7rem;
    min-height: 1.9rem;
    font-variant-numeric: tabular-nums;
  }
  progress {
    flex: 0 1 12rem;
    height: 0.5rem;
    accent-color: var(--accent);
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
  .problem {
    color: var(--bad);
    overflow-wrap: anywhere;
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
  footer {
    font-size: 0.95rem;
  }
`;
