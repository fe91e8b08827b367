// A worker of npm workerpool's pool.

import "../../../node_modules/workerpool/dist/workerpool.min.js";
import { task } from "./kernel.mjs";

globalThis.workerpool.worker({ task });
