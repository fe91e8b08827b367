// The pools again, called from a worker instead of the page.

import { pool } from "./pools.mjs";

addEventListener("message", ({ data }) => {
  pool(data).then(postMessage, (error) => {
    // Thrown outside of the promise, so that the page hears of it.
    setTimeout(() => {
      throw error;
    });
  });
});
