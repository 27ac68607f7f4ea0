import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type Note, note } from "./notes.ts";

/** A regular file below the dump's directory. */
export interface DumpFile {
  readonly path: string;
  /** Relative to the dump's directory, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

export const maxBytes = 512 * 1024 * 1024;
const maxDepth = 8;
const maxFiles = 20_000;

/** The regular files below `directory`, oldest first. Nothing outside `root` is ever opened, and nothing that could block. */
export function filesBelow(root: string, directory = root): { readonly files: DumpFile[]; readonly notes: Note[] } {
  const files: DumpFile[] = [];
  const notes: Note[] = [];
  const realRoot = realpathSync(root);

  function visit(folder: string, depth: number): void {
    for (const entry of sortedEntries(folder)) {
      if (files.length >= maxFiles) return;
      const path = join(folder, entry);
      const name = nameOf(root, path);
      const skip = (message: string) => notes.push(note("skipped", message, name));
      if (entry.startsWith(".")) skip("hidden");
      else take(path, name, depth, skip);
    }
  }

  function take(path: string, name: string, depth: number, skip: (message: string) => void): void {
    try {
      const link = lstatSync(path);
      if (link.isDirectory()) {
        if (depth >= maxDepth) skip(`more than ${maxDepth} directories deep`);
        else visit(path, depth + 1);
        return;
      }
      const file = link.isSymbolicLink() ? statSync(path) : link;
      if (link.isSymbolicLink() && !isInside(realRoot, realpathSync(path)))
        skip("a link that leads out of the directory");
      else if (link.isSymbolicLink() && file.isDirectory()) skip("a link to a directory");
      else if (!file.isFile()) skip("not a regular file");
      else if (file.size === 0) skip("empty");
      else files.push({ path, name, bytes: file.size, modifiedAt: Math.floor(file.mtimeMs) });
    } catch (error) {
      notes.push(note("broken", reasonOf(error), name));
    }
  }

  visit(directory, 1);
  if (files.length >= maxFiles) notes.push(note("warning", `more than ${maxFiles} files: the rest is left out`));
  files.sort((a, b) => a.modifiedAt - b.modifiedAt || compareText(a.name, b.name));
  return { files, notes };
}

/** Why the file system refused, without the path it names. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return (
    {
      ENOENT: "it is not there",
      EACCES: "no permission to read it",
      ENOTDIR: "not a directory",
      ELOOP: "links in a circle",
    }[code ?? ""] ?? `it cannot be read (${code ?? "unknown reason"})`
  );
}

function sortedEntries(folder: string): string[] {
  return readdirSync(folder).sort(compareText);
}

function nameOf(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root + sep);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
