import type { Command } from "commander";
import { auditCommand } from "./audit/audit.ts";
import { certsCommand } from "./certs.ts";
import { checkCommand } from "./check/check.ts";
import { completionCommand } from "./completion/completion.ts";
import { demoCommand } from "./demo/demo.ts";
import { explainCommand } from "./explain/explain.ts";
import { exportCommand } from "./export/export.ts";
import type { CommandIo } from "./io.ts";
import { probeCommand } from "./probe/probe.ts";
import { restartCommand } from "./restart/restart.ts";
import { rulesCommand } from "./rules.ts";
import { serveCommand } from "./serve/serve.ts";
import { traceCommand } from "./trace/trace.ts";
import { versionCommand } from "./version-command.ts";

/** docs/cli.md is made from it. */
export const commands = (io: CommandIo): readonly Command[] => [
  serveCommand(),
  checkCommand(io),
  explainCommand(io),
  auditCommand(io),
  restartCommand(io),
  traceCommand(io),
  probeCommand(io),
  exportCommand(io),
  demoCommand(),
  certsCommand(),
  rulesCommand(io),
  versionCommand(io),
  completionCommand(io, () => commands(io)),
];
