// Pi as one writes it in JavaScript: a loop over Math.random.

addEventListener("message", ({ data: { points } }) => {
  let inside = 0;
  for (let i = 0; i < points; i++) {
    const x = Math.random();
    const y = Math.random();
    if (x * x + y * y < 1) inside++;
  }
  postMessage(inside);
});
