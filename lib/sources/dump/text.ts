/** The text of a file as shells and editors leave it: UTF-8, or UTF-16 with a byte order mark (PowerShell's redirects). */
export function textOfBytes(bytes: Uint8Array): { readonly text: string } | { readonly problem: string } {
  const [first, second, third] = bytes;
  if (first === 0x1f && second === 0x8b) return { problem: "compressed: unpack it first" };
  if (first === 0x50 && second === 0x4b && third === 0x03) return { problem: "an archive: unpack it first" };
  if (first === 0xff && second === 0xfe) return decode("utf-16le", bytes);
  if (first === 0xfe && second === 0xff) return decode("utf-16be", bytes);
  if (bytes.subarray(0, 4096).includes(0)) return { problem: "not text" };
  return decode("utf-8", bytes);
}

/** TextDecoder drops the byte order mark. */
function decode(encoding: string, bytes: Uint8Array) {
  return { text: new TextDecoder(encoding).decode(bytes) };
}
