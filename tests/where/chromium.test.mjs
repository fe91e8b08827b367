import { holdToTheDocs } from "./held.mjs";

holdToTheDocs("Chromium");
