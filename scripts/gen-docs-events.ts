import { eventReasons } from "#reports/event-reasons.ts";
import { code, table } from "./gen-docs-markdown.ts";

export const eventTable = (): string =>
  table(
    ["reason", "type", "when"],
    Object.entries(eventReasons).map(([reason, { type, when }]) => [code(reason), type, when]),
  );
