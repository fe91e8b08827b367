/** How a dialogue is set: a sheet of the page's own paper. */
import { css } from "lit";

export const dialogStyles = css`
  dialog {
    width: min(44rem, 100vw - 2rem);
    max-height: calc(100vh - 2rem);
    padding: 1.2rem 1.4rem 1.4rem;
    border: 1px solid var(--rule);
    border-radius: 3px;
    overflow: auto;
    background: var(--paper);
    color: var(--ink);
    font: 1rem / 1.5 var(--serif);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.4);
  }
  .head {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 1rem;
  }
  .head h2 {
    margin: 0 0 0.4rem;
    font-family: var(--serif);
    font-size: 1.3rem;
  }
  h3 {
    margin: 1.2rem 0 0.3rem;
    font-family: var(--sans);
    font-size: 0.92rem;
  }
  p {
    margin: 0 0 0.6rem;
  }
`;
