/** Ends at SIGTERM at once, with whatever it is doing: what a program does that knows nothing of signals. */
import { createServer } from "node:http";
import { keepAliveTimeout, place, sampleHandler } from "./handler.ts";

process.on("SIGTERM", () => process.exit(0));
createServer({ keepAliveTimeout }, sampleHandler()).listen(place.port, place.host);
