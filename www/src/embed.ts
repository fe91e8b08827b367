/** embed.html */
import "./styles/page.css";
import "./api/install";
import "./elements/embed";
import { useServiceWorker } from "./service-worker";

void useServiceWorker();
