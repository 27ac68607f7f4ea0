/** Reads foreign bodies with a bound on what is held of them. */

const newline = 0x0a;

/** What a body held: its JSON, or why it has none. */
export type Body = { readonly json: unknown } | { readonly unusable: "too large" | "not JSON" };

/** A whole body as JSON; reading stops where it passes `mostBytes`. `heard` is called for each piece. */
export async function jsonIn(body: AsyncIterable<Uint8Array>, mostBytes: number, heard: () => void): Promise<Body> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    heard();
    bytes += piece.length;
    if (bytes > mostBytes) return { unusable: "too large" };
    pieces.push(piece);
  }
  try {
    return { json: JSON.parse(Buffer.concat(pieces, bytes).toString("utf8")) };
  } catch {
    return { unusable: "not JSON" };
  }
}

/**
 * The complete lines of each piece of a stream; `null` and the end where one line passes `mostBytes`. Bytes are joined before they are
 * decoded, so a piece may end inside a character. What follows the last newline is torn and not yielded.
 */
export async function* linesIn(
  body: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<readonly string[] | null> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const piece of body) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const lines: string[] = [];
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      const line = restBytes > 0 ? Buffer.concat([...rest, bytes.subarray(from, end)]) : bytes.subarray(from, end);
      lines.push(line.toString("utf8"));
      rest = [];
      restBytes = 0;
      from = end + 1;
    }
    if (from < bytes.length) {
      rest.push(from === 0 ? bytes : bytes.subarray(from));
      restBytes += bytes.length - from;
    }
    yield lines;
    if (restBytes > mostBytes) {
      yield null;
      return;
    }
  }
}
