import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { main } from "./main.ts";
import { UsageError, type Verb } from "./verb.ts";

const launcher = fileURLToPath(new URL("trunkscope", import.meta.url));

const table: Readonly<Record<string, Verb>> = {
  count: {
    summary: "count the words",
    load: async () => ({ help: "Usage: trunkscope count WORD...", run: async (args) => (args.length > 2 ? 1 : 0) }),
  },
  open: {
    summary: "open a file",
    load: async () => ({
      help: "Usage: trunkscope open FILE [--at T]",
      run: async (args) => {
        const { positionals } = parseArgs({
          args: [...args],
          options: { at: { type: "string" } },
          allowPositionals: true,
        });
        if (positionals.length === 0) throw new UsageError("name a file.");
        return 0;
      },
    }),
  },
};

describe("the command line", () => {
  let out = "";
  let err = "";

  beforeEach(() => {
    out = "";
    err = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      out += text;
      return true;
    });
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      err += text;
      return true;
    });
  });

  afterEach(() => vi.restoreAllMocks());

  test("hands the rest of the line to the verb and yields its exit code", async () => {
    expect(await main(["count", "a"], table)).toBe(0);
    expect(await main(["count", "a", "b", "c"], table)).toBe(1);
  });

  test("lists the verbs with --help, and on stderr when none is named", async () => {
    expect(await main(["--help"], table)).toBe(0);
    expect(out).toContain("  count  count the words\n  open   open a file\n");
    expect(await main([], table)).toBe(2);
    expect(err).toBe(out);
  });

  test("explains a verb with --help, wherever it stands before --", async () => {
    expect(await main(["open", "x", "--help"], table)).toBe(0);
    expect(await main(["help", "open"], table)).toBe(0);
    expect(out).toBe("Usage: trunkscope open FILE [--at T]\n".repeat(2));
    expect(await main(["open", "--", "--help"], table)).toBe(0);
    expect(out).toBe("Usage: trunkscope open FILE [--at T]\n".repeat(2));
  });

  test("names the verb that was probably meant", async () => {
    expect(await main(["cuont"], table)).toBe(2);
    expect(err).toContain('Did you mean "count"?');
    expect(await main(["toString"], table)).toBe(2);
    expect(err).toContain('no verb "toString"');
  });

  test("answers a wrong option or argument with one line and where to read on", async () => {
    expect(await main(["open", "--att", "x"], table)).toBe(2);
    expect(err).toContain("Unknown option '--att'");
    expect(err).toContain("See: trunkscope open --help");
    expect(await main(["open"], table)).toBe(2);
    expect(err).toContain("trunkscope: open: name a file.");
  });
});

describe("the launcher", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "launcher-"));
    writeFileSync(join(folder, "node"), "#!/bin/sh\necho v16.20.0\n");
    chmodSync(join(folder, "node"), 0o755);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test("passes by an old Node on the PATH, from any directory and through symbolic links", () => {
    symlinkSync(launcher, join(folder, "first"));
    symlinkSync("first", join(folder, "second"));
    const env = { ...process.env, PATH: `${folder}:/usr/bin:/bin` };
    expect(execFileSync(join(folder, "second"), ["--version"], { cwd: folder, env, encoding: "utf8" })).toMatch(
      /^\d+\./,
    );
  });

  test("runs with no Node on the PATH", () => {
    const env = { NODE_ENV: "test", PATH: "/usr/bin:/bin" } as const;
    expect(execFileSync(launcher, ["--version"], { cwd: "/", env, encoding: "utf8" })).toMatch(/^\d+\./);
  });

  test("says nothing when the reader of its output leaves early", () => {
    const piped = spawnSync("/bin/sh", ["-c", '"$0" --help | true', launcher], { encoding: "utf8" });
    expect({ status: piped.status, stderr: piped.stderr }).toEqual({ status: 0, stderr: "" });
  });
});
