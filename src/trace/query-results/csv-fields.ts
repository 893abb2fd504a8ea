/** The fields of one line of CSV. A quotation mark within quotes is doubled; a field cannot hold the end of a line. */
export function csvFields(line: string): readonly string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    const end = line[at] === '"' ? endOfQuoted(line, at + 1) : endOfPlain(line, at);
    fields.push(line[at] === '"' ? line.slice(at + 1, end).replaceAll('""', '"') : line.slice(at, end));
    const comma = line.indexOf(",", end);
    if (comma < 0) return fields;
    at = comma + 1;
  }
  return fields;
}

function endOfPlain(line: string, from: number): number {
  const comma = line.indexOf(",", from);
  return comma < 0 ? line.length : comma;
}

function endOfQuoted(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at >= 0 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at < 0 ? line.length : at;
}
