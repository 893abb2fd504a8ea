/** Samples of Prometheus's text format, by name and labels as they are written. */
export function readExposition(text: string, wanted: (name: string) => boolean): ReadonlyMap<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const end = line.lastIndexOf(" ");
    const series = line.slice(0, end);
    const brace = series.indexOf("{");
    if (wanted(brace < 0 ? series : series.slice(0, brace))) samples.set(series, Number(line.slice(end + 1)));
  }
  return samples;
}
