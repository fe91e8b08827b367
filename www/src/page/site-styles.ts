/** How the site is set around a lesson: the list beside it, or one line above it where there is little room. */
import { css } from "lit";

export const siteStyles = css`
  :host {
    --page-margin: clamp(0.9rem, 3vw, 2rem);
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px 32px;
    max-width: 100rem;
    margin: 0 auto;
    padding: 16px var(--page-margin) 0;
  }
  header a {
    color: inherit;
    font-size: 1.15rem;
    font-weight: 600;
    text-decoration: none;
  }
  header p {
    margin: 0.1rem 0 0.6rem;
    color: var(--quiet);
    font-size: 0.92rem;
    font-style: italic;
  }
  .language {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    margin-bottom: 0.7rem;
    color: var(--quiet);
    font-family: var(--sans);
    font-size: 0.85rem;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  nav h2 {
    margin: 1rem 0 0.2rem;
    color: var(--quiet);
    font-size: 0.82rem;
    font-weight: normal;
  }
  nav li a {
    display: block;
    padding: 0.15rem 0;
    color: inherit;
    text-decoration: none;
    line-height: 1.35;
  }
  nav li a:hover {
    color: var(--accent);
  }
  nav [aria-current] {
    color: var(--accent);
    font-weight: 600;
  }
  .about {
    margin: 1rem 0 0;
  }
  .trouble {
    max-width: 36rem;
    overflow-wrap: anywhere;
  }
  /* One line, until the list is unfolded. */
  @media (max-width: 63.99rem) {
    .side {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 6px;
    }
    header {
      display: contents;
    }
    header a {
      font-size: 1rem;
    }
    header p {
      display: none;
    }
    nav,
    .language {
      order: 1;
      margin: 0;
    }
    .language {
      margin-left: auto;
    }
    .language span {
      position: absolute;
      clip-path: inset(50%);
    }
    nav.open {
      order: 2;
      flex-basis: 100%;
    }
    .about {
      order: 3;
      margin: 0;
    }
    nav:not(.open) :is(h2, ol),
    nav:not(.open) + .about {
      display: none;
    }
  }
  @media (min-width: 64rem) {
    :host {
      grid-template-columns: 11.5rem minmax(0, 1fr);
    }
    .side {
      position: sticky;
      top: 16px;
      align-self: start;
      max-height: calc(100vh - 32px);
      overflow-y: auto;
    }
    mh-lesson {
      --page-margin: 0px;
      /* What the window has for it, below the page's own margin. */
      --view-height: calc(100svh - 24px);
    }
    nav > button {
      display: none;
    }
  }
`;
