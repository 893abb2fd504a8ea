import type { CommandWords, OptionWords } from "./words.ts";

export function fishCompletion(commands: readonly CommandWords[]): string {
  const names = commands.map(
    ({ name, description }) => `complete -c outlive -f -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
  );
  return `# fish completion for outlive: outlive completion fish > ~/.config/fish/completions/outlive.fish
${[...names, ...commands.flatMap(optionLines)].join("\n")}
`;
}

const optionLines = ({ name, options }: CommandWords): readonly string[] =>
  options.map(({ flags, description, value }) => {
    const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
    const condition = `-n '__fish_seen_subcommand_from ${name}'`;
    return `complete -c outlive ${condition} ${names.join(" ")}${valueText(value)} -d ${quoted(description)}`;
  });

function valueText(value: OptionWords["value"]): string {
  if (value === "none") return "";
  if (value === "file") return " -r -F";
  return typeof value === "string" ? " -x" : ` -x -a '${value.join(" ")}'`;
}

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
