/** embed.html */
import "./styles/page.css";
import "./door/install";
import "./page/embed";
import { useServiceWorker } from "./service-worker";

void useServiceWorker();
