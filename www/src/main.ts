/** index.html */
import "./styles/page.css";
import "./api/install";
import "./elements/site";
import { useServiceWorker } from "./service-worker";

void useServiceWorker();
