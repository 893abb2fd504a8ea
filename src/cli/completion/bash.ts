import type { CommandWords, OptionWords } from "./words.ts";

/** Needs nothing of the bash-completion package. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  return `# bash completion for outlive: source <(outlive completion bash)
_outlive() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$cur"))
    return
  fi
  case "$command $prev" in
${commands.flatMap(values).join("\n")}
  esac
  case "$command $cur" in
${commands.map(flags).join("\n")}
  esac
  COMPREPLY=($(compgen -f -- "$cur"))
}
complete -o filenames -F _outlive outlive
`;
}

const values = ({ name, options }: CommandWords): readonly string[] =>
  options
    .filter(({ value }) => value !== "none")
    .map(
      ({ flags, value }) => `    ${flags.map((flag) => `"${name} ${flag}"`).join("|")}) COMPREPLY=(${reply(value)}); return ;;`,
    );

function reply(value: OptionWords["value"]): string {
  if (value === "file") return '$(compgen -f -- "$cur")';
  return typeof value === "string" ? "" : `$(compgen -W "${value.join(" ")}" -- "$cur")`;
}

const flags = ({ name, options }: CommandWords): string =>
  `    "${name} -"*) COMPREPLY=($(compgen -W "${[...options.flatMap((option) => option.flags), "--help"].join(" ")}" -- "$cur")); return ;;`;
