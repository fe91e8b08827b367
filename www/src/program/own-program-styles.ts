/** How the reader's own program is set. The host says by `--editor-height` how high its text may be. */
import { css } from "lit";

export const ownProgramStyles = css`
  :host {
    --editor-least: min(11rem, var(--editor-height, 11rem));
    display: block;
    min-width: 0;
  }
  .bar {
    display: flex;
    align-items: end;
    gap: 0.15rem;
    border-bottom: 1px solid var(--rule);
  }
  .name {
    margin-bottom: -1px;
    padding: 0.25rem 0.8rem;
    border: 1px solid var(--rule);
    border-bottom: 0;
    border-radius: 3px 3px 0 0;
    background: var(--wash);
    box-shadow: inset 0 2px var(--accent);
    font-family: var(--mono);
    font-size: 0.82rem;
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
    padding: 0 0.4rem;
    border-color: transparent;
    color: var(--quiet);
    font-size: 0.82rem;
  }
  .tools button:not(:disabled):hover {
    border-color: var(--rule);
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
  .place {
    border: 1px solid var(--rule);
    border-top: 0;
    background: var(--wash);
  }
  /* As the editor, which comes in its place. */
  pre {
    min-height: var(--editor-least);
    max-height: var(--editor-height, 28rem);
    margin: 0;
    padding: 4px 6px 4px 3.6rem;
    overflow: hidden;
    font-size: 0.82rem;
    line-height: 1.45;
    tab-size: 4;
  }
  textarea {
    display: block;
    height: var(--editor-height, 28rem);
    border: 0;
  }
  ol {
    margin: 0.3rem 0 0;
    padding: 0;
    list-style: none;
    font-size: 0.88rem;
  }
  li {
    display: grid;
    grid-template-columns: 1.2rem minmax(0, 1fr);
    padding: 0.1rem 0;
    font-family: var(--sans);
    overflow-wrap: anywhere;
  }
  li::before {
    content: "✕";
    color: var(--bad);
    font-weight: bold;
  }
  li button {
    margin-right: 0.4rem;
    padding: 0;
    border: none;
    color: var(--accent);
    font-size: inherit;
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  .note {
    margin: 0.25rem 0 0;
    font-family: var(--sans);
    font-size: 0.82rem;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  @media print {
    .tools,
    .note {
      display: none;
    }
  }
`;
