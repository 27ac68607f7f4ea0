/** Rows of a CSV text by the names of its first line (RFC 4180); `null` when that line has no column of such a name. */
export function csvRows(text: string, column: string): Record<string, string>[] | null {
  const end = text.indexOf("\n");
  const [names = []] = records(end < 0 ? text : text.slice(0, end));
  if (!names.includes(column)) return null;
  const rows: Record<string, string>[] = [];
  let isHead = true;
  for (const cells of records(text)) {
    if (!isHead && cells.some((value) => value !== ""))
      rows.push(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""])));
    isHead = false;
  }
  return rows;
}

function* records(text: string): Iterable<string[]> {
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  let cells: string[] = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) return;
    const [, quoted, plain = "", end] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    yield cells;
    cells = [];
  }
  if (cells.length > 0) yield cells;
}
