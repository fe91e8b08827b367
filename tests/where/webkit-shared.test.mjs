import { holdToTheDocs } from "./held.mjs";

holdToTheDocs("WebKitGTK with shared memory");
