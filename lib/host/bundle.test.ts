import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { createGunzip, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type Bundle, type BundleLimits, bundleLimits, readBundle } from "./bundle.ts";
import { readHost } from "./read-host.ts";

const folder = mkdtempSync(join(tmpdir(), "bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(packed: Buffer, limits: Partial<BundleLimits> = {}, piece = 65_536): Promise<Bundle> {
  const pieces = Array.from({ length: Math.ceil(packed.length / piece) }, (_, at) =>
    packed.subarray(at * piece, (at + 1) * piece),
  );
  const counter = { bytes: packed.length };
  return readBundle("b", Readable.from(pieces).pipe(createGunzip()), counter, { ...bundleLimits, ...limits });
}

/** One header and its content, by hand: what no honest tar would write. */
function member(path: string, content: string | Buffer, type = "0"): Buffer {
  const header = Buffer.alloc(512);
  const body = Buffer.from(content);
  header.write(path, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${body.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar\x0000", 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

function packed(...members: readonly Buffer[]): Buffer {
  return gzipSync(Buffer.concat([...members, Buffer.alloc(1024)]));
}

const rules = "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n";

describe("a support bundle as the log collector makes it", () => {
  const long = `./var_log/${"very-long-name/".repeat(12)}messages.txt`;
  const written = {
    "./system/instance-id.txt": "i-0a1b2c3d4e5f60718\n",
    "./networking/iprule.txt": rules,
    "./sysctls/sysctl_all.txt": "net.ipv4.tcp_early_demux = 1\n",
    "./cni/10-aws.conflist": '{"name":"aws-cni","plugins":[{"type":"aws-cni","podSGEnforcingMode":"strict"}]}',
    "./ipamd/eni-configs.json": '"eu-west-1a"\n',
    [long]: "x\n".repeat(1_000),
  };
  for (const [path, text] of Object.entries(written)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync("/etc/passwd", join(folder, "networking/iproute.txt"));

  test.each(["gnu", "pax", "ustar"])("is read in tar's format %s, link and logs left out", async (format) => {
    const file = join(folder, `../bundle-${format}-${process.pid}.tar.gz`);
    // ustar cannot hold the long name: what it cannot hold it leaves out.
    const excluded = format === "ustar" ? ["--exclude=very-long-name"] : [];
    execFileSync("tar", [`--format=${format}`, ...excluded, "-czf", file, "-C", folder, "."]);
    const bundle = await read(execFileSync("cat", [file]));
    rmSync(file);
    expect(bundle.files.map(({ name }) => name).sort()).toEqual([
      "b/cni/10-aws.conflist",
      "b/ipamd/eni-configs.json",
      "b/networking/iprule.txt",
      "b/sysctls/sysctl_all.txt",
      "b/system/instance-id.txt",
    ]);
    expect(bundle.troubles).toEqual([{ code: "link", count: 1, path: "./networking/iproute.txt" }]);
    expect(bundle.passedOver).toBe(format === "ustar" ? 0 : 1);
    const { state, notUnderstood } = readHost(bundle.files);
    expect(notUnderstood).toEqual([]);
    expect(state.coverage.rules).toEqual({ ipv4: true, ipv6: false });
    expect(state.identities[0]?.instanceId).toBe("i-0a1b2c3d4e5f60718");
    expect(state.eniConfig).toBe("eu-west-1a");
  });
});

describe("a bundle with something wrong", () => {
  test("paths that lead out of it, absolute ones and devices are left out and told", async () => {
    const bundle = await read(
      packed(
        member("../networking/iprule.txt", rules),
        member("/networking/iprule.txt", rules),
        member("./networking/../networking/iprule.txt", rules),
        member("networking/iprule.txt", "", "3"),
        member("networking/ifconfig.txt", "", "1"),
        member("./networking/iprule.txt", rules),
      ),
    );
    expect(bundle.files).toEqual([{ name: "b/networking/iprule.txt", text: rules }]);
    expect(bundle.troubles).toEqual([
      { code: "path-outside", count: 3, path: "../networking/iprule.txt" },
      { code: "device", count: 1, path: "networking/iprule.txt" },
      { code: "link", count: 1, path: "networking/ifconfig.txt" },
    ]);
  });

  test("a bomb stops at its ratio, long before it is unpacked", async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024);
    const bomb = gzipSync(Buffer.concat([member("networking/iprule.txt", rules), member("var_log/zeros", zeros)]));
    const { files, troubles } = await read(bomb);
    expect(troubles).toEqual([{ code: "ratio", count: 1, path: null }]);
    expect(files).toHaveLength(1);
  });

  test("a member that matters is cut at its limit and told", async () => {
    const { files, troubles } = await read(packed(member("networking/iprule.txt", rules)), { member: 24 });
    expect(files[0]?.text).toBe("0:\tfrom all lookup local");
    expect(troubles).toEqual([{ code: "member-cut", count: 1, path: "networking/iprule.txt" }]);
  });

  test("all members together are kept up to a limit", async () => {
    const two = packed(member("networking/iprule.txt", rules), member("networking/ip6rule.txt", rules));
    const { files } = await read(two, { kept: rules.length + 10 });
    expect(files.map(({ text }) => text.length)).toEqual([rules.length, 10]);
  });

  test("too many members, or too much in all, is where reading stops", async () => {
    const many = packed(...Array.from({ length: 5 }, (_, index) => member(`var_log/${index}`, "x")));
    expect((await read(many, { members: 3 })).troubles).toEqual([{ code: "too-many-members", count: 1, path: null }]);
    expect((await read(many, { unpacked: 1_000 })).troubles).toEqual([{ code: "too-large", count: 1, path: null }]);
  });

  test("what breaks off keeps what came before", async () => {
    const whole = packed(member("networking/iprule.txt", rules), member("var_log/x", Buffer.from(noise(100_000))));
    const { files, troubles } = await read(whole.subarray(0, whole.length / 2));
    expect(files).toHaveLength(1);
    expect(troubles.map(({ code }) => code)).toContain("cannot-unpack");
  });

  test("what is no archive says so", async () => {
    expect((await read(gzipSync("x".repeat(2_000)))).troubles).toEqual([{ code: "not-tar", count: 1, path: null }]);
    expect((await read(Buffer.from("not gzip at all"))).troubles).toEqual([
      { code: "cannot-unpack", count: 1, path: null },
    ]);
  });

  test("a path with control characters is told without them", async () => {
    const { troubles } = await read(packed(member("../\u001b[2Jx", "x")));
    expect(troubles[0]?.path).toBe("../?[2Jx");
  });
});

test("however the bytes are cut into pieces, the same comes out", async () => {
  const archive = packed(
    member("networking/iprule.txt", rules),
    member("cni/10-aws.conflist", "{}"),
    member("a/b", Buffer.from(noise(700))),
  );
  const whole = await read(archive);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 700 }), async (piece) => {
      expect(await read(archive, {}, piece)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

test("no bytes make it throw", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), fc.boolean(), async (bytes, isTar) => {
      const archive = isTar
        ? Buffer.concat([member("networking/iprule.txt", rules), Buffer.from(bytes)])
        : Buffer.from(bytes);
      const { troubles } = await read(gzipSync(archive));
      expect(Array.isArray(troubles)).toBe(true);
    }),
  );
});

/** Bytes that do not shrink, the same each time. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state >> 16;
  });
}
