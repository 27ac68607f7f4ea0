import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

type Content = string | Uint8Array | object;

/** A directory with these files, each a minute newer than the one before; gone when disposed. */
export function dumpOf(files: Readonly<Record<string, Content>>) {
  const directory = mkdtempSync(join(tmpdir(), "trunkscope-dump-"));
  for (const [index, [name, content]] of Object.entries(files).entries()) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content),
    );
    utimesSync(path, firstTime / 1000 + index * 60, firstTime / 1000 + index * 60);
  }
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
}

/** When the first file of every dump was written. */
export const firstTime = Date.UTC(2026, 10, 22, 10, 0, 0);
