import { holdToTheDocs } from "./held.mjs";

holdToTheDocs("Firefox");
