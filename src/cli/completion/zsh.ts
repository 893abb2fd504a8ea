import type { CommandWords, OptionWords } from "./words.ts";

export function zshCompletion(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`);
  return `#compdef outlive
# zsh completion for outlive: outlive completion zsh > "\${fpath[1]}/_outlive"
_outlive() {
  local -a commands
  commands=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${commands.map(branch).join("\n")}
  esac
}
compdef _outlive outlive
`;
}

const branch = ({ name, options }: CommandWords): string =>
  `    ${name}) _arguments ${[...options.map(argument), "'*:file:_files'"].join(" \\\n      ")} ;;`;

function argument({ flags, description, value }: OptionWords): string {
  const said = description.replace(/[[\]\\:]/g, "\\$&");
  const text = quoted(`[${said}]${valueText(value)}`);
  return flags.length === 1 ? `${flags[0]}${text}` : `'(${flags.join(" ")})'{${flags.join(",")}}${text}`;
}

function valueText(value: OptionWords["value"]): string {
  if (value === "none") return "";
  if (value === "file") return ":file:_files";
  return typeof value === "string" ? ":value:" : `:value:(${value.join(" ")})`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
