import type { Command, Option } from "commander";
import { commands } from "#cli/commands.ts";
import type { CommandIo } from "#cli/io.ts";
import { code, codes, table } from "./gen-docs-markdown.ts";

/** Commands are only looked at here, never run. */
const nowhere: CommandIo = {
  stdin: (async function* () {})(),
  stdout: { write: () => true },
  stderr: { write: () => true },
  environment: {},
};

/** One block a command: what it does, its arguments and options, from the definitions that parse them. */
export const cliReference = (): Readonly<Record<string, string>> =>
  Object.fromEntries(commands(nowhere).map((command) => [command.name(), referenceOf(command)]));

function referenceOf(command: Command): string {
  const named = command.registeredArguments.map((argument) => [code(argument.name()), argument.description]);
  const options = command.options.map((option) => [
    code(option.flags.replace(/\bno-/, "no-")),
    option.description,
    defaultOf(option),
  ]);
  const operands = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? ` <${name}>` : ` [${name}]`;
  });
  return [
    `${capital(command.description())}.`,
    `\`\`\`\noutlive ${command.name()} [options]${operands.join("")}\n\`\`\``,
    ...(named.length === 0 ? [] : [table(["argument", "meaning"], named)]),
    ...(options.length === 0 ? [] : [table(["option", "meaning", "default"], options)]),
  ].join("\n\n");
}

const defaultOf = ({ argChoices, defaultValue }: Option): string => {
  const choices = argChoices === undefined ? "" : `one of ${codes(argChoices)}`;
  const given = defaultValue === undefined ? "" : code([defaultValue].flat().join(" "));
  return [given, choices].filter((text) => text !== "").join("; ");
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
