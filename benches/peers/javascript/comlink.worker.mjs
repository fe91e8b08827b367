// A worker that is called through npm comlink.

import { expose } from "../../../node_modules/comlink/dist/esm/comlink.min.mjs";
import { task } from "./kernel.mjs";

expose({ task });
