/** Lines around a change that are shown. */
const around = 3;

/** A line-by-line comparison as `diff -U3` writes it, without heads; the longest common subsequence, which is quick enough for cases. */
export function lineDiff(before: string, after: string): string {
  const [old, now] = [before.trimEnd().split("\n"), after.trimEnd().split("\n")];
  const lines = compared(old, now);
  const shown = lines.map((_line, at) =>
    lines.slice(Math.max(at - around, 0), at + around + 1).some((line) => !line.startsWith(" ")),
  );
  return lines
    .flatMap((line, at) => (shown[at] ? [line] : shown[at - 1] ? ["…"] : []))
    .join("\n")
    .replace(/\n…$/, "");
}

function compared(old: readonly string[], now: readonly string[]): readonly string[] {
  const common = commonLengths(old, now);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(` ${old[i]}`);
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      lines.push(`-${old[i]}`);
      i += 1;
    } else {
      lines.push(`+${now[j]}`);
      j += 1;
    }
  }
  return lines;
}

/** For each pair of places the number of lines that the rests have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = lengths[i] ?? [];
      row[j] = old[i] === now[j] ? (lengths[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(lengths[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
