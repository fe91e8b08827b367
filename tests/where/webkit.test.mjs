import { holdToTheDocs } from "./held.mjs";

holdToTheDocs("WebKitGTK");
