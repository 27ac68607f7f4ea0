/** SHA-1 of a text in UTF-8, as 40 hex digits. The CNI names devices by it; it protects nothing here (FIPS 180-4). */
export function sha1(text: string): string {
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const words = new Int32Array(80);
  const padded = pad(new TextEncoder().encode(text));
  for (let offset = 0; offset < padded.byteLength; offset += 64) digest(state, words, padded, offset);
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** The message, a one bit, zeros, and its length in bits, to a multiple of 64 bytes. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

function digest(state: Int32Array, words: Int32Array, padded: DataView, offset: number): void {
  for (let index = 0; index < 80; index++) {
    words[index] = index < 16 ? padded.getInt32(offset + index * 4) : rotate(mixed(words, index), 1);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let index = 0; index < 80; index++) {
    const [choice, constant] = round(Math.floor(index / 20), b, c, d);
    const next = (rotate(a, 5) + choice + e + constant + (words[index] ?? 0)) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  for (const [index, value] of [a, b, c, d, e].entries()) state[index] = ((state[index] ?? 0) + value) | 0;
}

function mixed(words: Int32Array, index: number): number {
  return [3, 8, 14, 16].reduce((sum, back) => sum ^ (words[index - back] ?? 0), 0);
}

function round(stage: number, b: number, c: number, d: number): readonly [number, number] {
  if (stage === 0) return [(b & c) | (~b & d), 0x5a827999];
  if (stage === 1) return [b ^ c ^ d, 0x6ed9eba1];
  if (stage === 2) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
