// Vite's server, with the headers that threads in the browser need.

import { isolationHeaders } from "../../www/hosting/headers.mjs";
import { listening, ownHost } from "./address.mjs";
import { guard } from "./guard.mjs";

/**
 * @param {string} configFile
 * @param {Pick<import("./server.mjs").ServeOptions, "port" | "host">} options a port that is taken gives way to the next
 */
export async function devServer(configFile, { port = 0, host }) {
  const { createServer } = await import("vite");
  const server = await createServer({
    configFile,
    server: { headers: isolationHeaders, port, host: host || undefined },
    plugins: [{ name: "guard", configureServer: ({ middlewares }) => void middlewares.use(guard) }],
  });
  await listening(server.listen(), port, host || ownHost);
  return server;
}
