import { ByteTable } from "./byte-table.ts";
import { ShownTexts } from "./shown-texts.ts";

/** The texts that rows refer to by number. */
export interface LogTables {
  readonly loadBalancers: ByteTable;
  readonly targetGroups: ByteTable;
  readonly targets: ByteTable;
  readonly nodes: ByteTable;
  readonly errorReasons: ByteTable;
  readonly shown: ShownTexts;
}

/** More targets than the largest cluster has at a time, of about 1 KB each; a log that is made up cannot fill the memory. */
const limits = { loadBalancers: 4096, targetGroups: 65_536, targets: 200_000, nodes: 65_536, errorReasons: 256 } as const;

export const emptyTables = (shown = new ShownTexts()): LogTables => ({
  loadBalancers: new ByteTable(limits.loadBalancers),
  targetGroups: new ByteTable(limits.targetGroups),
  targets: new ByteTable(limits.targets),
  nodes: new ByteTable(limits.nodes),
  errorReasons: new ByteTable(limits.errorReasons),
  shown,
});

/** Number of a text in its table, -1 for `-`. */
export function idOfText(table: ByteTable, text: string): number {
  if (text === "-") return -1;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
  return table.idOf(bytes, 0, bytes.length);
}
