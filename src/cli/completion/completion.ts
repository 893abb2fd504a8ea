import { Argument, Command } from "commander";
import type { CommandIo } from "#cli/io.ts";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import { type CommandWords, wordsOf } from "./words.ts";
import { zshCompletion } from "./zsh.ts";

const shells = ["bash", "zsh", "fish"] as const;

type Shell = (typeof shells)[number];

/** @param commands all commands, this one included; requested only when it runs */
export const completionCommand = (io: CommandIo, commands: () => readonly Command[]): Command =>
  new Command("completion")
    .description("print a script that completes commands and options in a shell")
    .addArgument(new Argument("<shell>", "shell to print it for").choices(shells))
    .action((shell: Shell) => {
      io.stdout.write(scriptFor(shell, wordsOf(commands())));
    });

function scriptFor(shell: Shell, words: readonly CommandWords[]): string {
  switch (shell) {
    case "bash":
      return bashCompletion(words);
    case "zsh":
      return zshCompletion(words);
    case "fish":
      return fishCompletion(words);
  }
}
