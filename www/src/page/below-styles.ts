/** How what stands below the one view is set: sections as wide as the lesson, each with room above it. */
import { css } from "lit";

export const belowStyles = css`
  .below {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 40px;
    margin-top: 24px;
  }
  .below section > h2 {
    margin: 0 0 8px;
    font-family: var(--serif);
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 1.25;
    letter-spacing: 0;
  }
  .below h3 {
    margin: 0 0 4px;
    font-family: var(--sans);
    font-size: 0.95rem;
    font-weight: 600;
  }
  .below p {
    margin: 0 0 8px;
  }
  .tries ol {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
    gap: 24px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .tries li {
    display: flex;
    flex-direction: column;
    align-items: start;
    gap: 8px;
    padding-top: 8px;
    border-top: 2px solid var(--rule);
  }
  .tries p {
    flex: 1;
    margin: 0;
    line-height: 1.45;
  }
  .tries button {
    min-height: 36px;
    text-align: left;
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
    gap: 32px;
    align-items: start;
  }
  .details > :is(ul, p) {
    max-width: 44rem;
  }
  .details ul {
    margin: 0 0 16px;
    padding-left: 1.1rem;
  }
  .details li {
    margin-bottom: 4px;
  }
  .details li::marker {
    color: var(--accent);
  }
  .ideas {
    columns: 2 24rem;
    column-gap: 32px;
  }
  .ideas article {
    break-inside: avoid;
    margin-bottom: 16px;
  }
  .ideas p {
    margin: 0;
  }
  .onward {
    font-size: 1.1rem;
  }
  footer {
    padding-top: 16px;
    border-top: 1px solid var(--rule);
    font-size: 0.95rem;
  }
`;
