/**
 * Arguments as Go's pflag reads them: `--name=value`, `--name value`, and `--name` alone for a flag that is true or false. Everything
 * behind `--` is no flag. The values of each flag are in their order; where it takes one, the last counts.
 */
export function goFlags(args: readonly string[], booleans: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const flags = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    const values = flags.get(name);
    if (values === undefined) flags.set(name, [value]);
    else values.push(value);
  };
  for (let index = 0; index < args.length; index += 1) {
    const text = args[index] ?? "";
    if (text === "--") break;
    if (!text.startsWith("--")) continue;
    const equals = text.indexOf("=");
    if (equals !== -1) {
      add(text.slice(2, equals), text.slice(equals + 1));
      continue;
    }
    const name = text.slice(2);
    const next = args[index + 1];
    if (booleans.has(name) || next === undefined) add(name, booleans.has(name) ? "true" : "");
    else {
      add(name, next);
      index += 1;
    }
  }
  return flags;
}
