/** index.html */
import "./styles/page.css";
import "./door/install";
import "./page/site";
import { useServiceWorker } from "./service-worker";

void useServiceWorker();
