import type { Command, Option } from "commander";

/** What a shell can complete, as the commands define it. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  /** `-o` and `--output`, as far as there are both. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly value: "none" | "file" | "other" | readonly string[];
}

export const wordsOf = (commands: readonly Command[]): readonly CommandWords[] =>
  commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options.map(optionWords),
  }));

const optionWords = (option: Option): OptionWords => ({
  flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null),
  description: option.description,
  value: valueWords(option),
});

function valueWords({ argChoices, flags, required, optional }: Option): OptionWords["value"] {
  if (argChoices !== undefined) return argChoices;
  if (!required && !optional) return "none";
  return /<(?:file|path|folder)>/.test(flags) ? "file" : "other";
}
