import { Argument, Command } from "commander";
import type { CommandIo } from "#cli/io.ts";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import { candidates, kubectlCompletion } from "./kubectl.ts";
import { type CommandWords, wordsOf } from "./words.ts";
import { zshCompletion } from "./zsh.ts";

const shells = ["bash", "zsh", "fish", "kubectl"] as const;

type Shell = (typeof shells)[number];

/** @param commands all commands, this one included; requested only when it runs */
export const completionCommand = (io: CommandIo, commands: () => readonly Command[]): Command =>
  new Command("completion")
    .description("print a script that completes commands and options in a shell, or after kubectl outlive")
    .addArgument(new Argument("<shell>", "shell to print it for").choices(shells))
    .argument("[words...]", "with kubectl, after --: words to complete, the unfinished one last")
    .action((shell: Shell, words: readonly string[]) => {
      const known = wordsOf(commands());
      const asked = shell === "kubectl" && words.length > 0;
      io.stdout.write(asked ? `${candidates(words, known)}\n` : scriptFor(shell, known));
    });

function scriptFor(shell: Shell, words: readonly CommandWords[]): string {
  switch (shell) {
    case "bash":
      return bashCompletion(words);
    case "zsh":
      return zshCompletion(words);
    case "fish":
      return fishCompletion(words);
    case "kubectl":
      return kubectlCompletion;
  }
}
