import { type Bundle, readBundle } from "../../lib/host/bundle.ts";
import type { HostFile } from "../../lib/host/read-host.ts";
import type { Given, GivenProblem } from "./given.ts";

/** Files of one origin, as they came out of what was given. */
export interface Opened {
  readonly files: readonly HostFile[];
  /** `null`: plain text. */
  readonly bundle: Bundle | null;
  readonly problem: GivenProblem | null;
}

/** Of a plain file, in bytes; the reader of lines takes no more. */
export const mostBytes = 64 * 1024 * 1024;

/** Where the magic of tar ends. */
const tarMagic = 262;

/** Opens `eks_*.tar.gz`, `.tar` or text; the content decides which. What cannot be used is told, never thrown. */
export async function openGiven({ name, content }: Given): Promise<Opened> {
  try {
    const start = new Uint8Array(await content.slice(0, 4096).arrayBuffer());
    if (start.length === 0) return unusable("empty");
    const isPacked = start[0] === 0x1f && start[1] === 0x8b;
    if (isPacked || isTar(start)) {
      const bundle = await openBundle(name, content, isPacked);
      return { files: bundle.files, bundle, problem: null };
    }
    if (start.includes(0)) return unusable("binary");
    return { files: [{ name, text: await content.slice(0, mostBytes).text() }], bundle: null, problem: null };
  } catch {
    return unusable("unreadable");
  }
}

function unusable(problem: GivenProblem): Opened {
  return { files: [], bundle: null, problem };
}

function isTar(start: Uint8Array): boolean {
  return new TextDecoder().decode(start.subarray(tarMagic - 5, tarMagic)) === "ustar";
}

async function openBundle(name: string, content: Blob, isPacked: boolean): Promise<Bundle> {
  const packed = { bytes: 0 };
  const counted = content.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(bytes, controller) {
        packed.bytes += bytes.length;
        controller.enqueue(bytes);
      },
    }),
  );
  return readBundle(name, piecesOf(isPacked ? counted.pipeThrough(new DecompressionStream("gzip")) : counted), packed);
}

/** Not every browser iterates over streams. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    // Whoever has enough stops the unpacking too; how the rest ends is of no interest.
    await reader.cancel().catch(() => undefined);
  }
}
