import type { HostFile } from "./read-host.ts";
import { type TarMember, TarReader } from "./tar.ts";

/** What may come out of one support bundle; more is a bomb or no bundle. */
export const bundleLimits = {
  /** Unpacked, in bytes. */
  unpacked: 2 * 1024 ** 3,
  members: 50_000,
  /** Unpacked bytes for one packed byte, once more than 16 MiB came out: logs shrink to a tenth, rarely to a fiftieth. */
  ratio: 300,
  /** Of one member, in bytes; the rest is left out. */
  member: 16 * 1024 ** 2,
  /** Of all members together. */
  kept: 64 * 1024 ** 2,
} as const;
export type BundleLimits = { readonly [K in keyof typeof bundleLimits]: number };

/** Members that say something of branches (domain 3.7); the others are passed over. */
const wanted: readonly RegExp[] = [
  /^system\/instance-id\.txt$/,
  /^networking\/(iprule|ip6rule|iproute|ifconfig|ip-?addr|ip-?link|iptables-save|ip6tables-save)\.txt$/,
  /^sysctls\/[^/]+\.txt$/,
  /^ipamd\/(enis|pods|networkutils-env-settings|ipamd-env-settings|eni-configs|ipam)\.json$/,
  /^cni\/[^/]+\.conflist$/,
];

/** What a bundle gave, and what in it was not used. Nothing of it is ever written to a disk. */
export interface Bundle {
  readonly files: readonly HostFile[];
  /** Members that say nothing of branches. */
  readonly passedOver: number;
  readonly troubles: readonly BundleTrouble[];
}

export interface BundleTrouble {
  readonly code:
    | "not-tar"
    | "broken-header"
    | "ends-early"
    | "cannot-unpack"
    | "too-large"
    | "too-many-members"
    | "ratio"
    | "path-outside"
    | "link"
    | "device"
    | "member-cut";
  /** How many members it is about. */
  readonly count: number;
  /** The first of them, with nothing that a terminal acts on; `null`: it is about the bundle. */
  readonly path: string | null;
}

/** What is read so far of the packed file, in bytes: what its unpacked size is measured by. */
export interface Packed {
  readonly bytes: number;
}

/** Takes the files that matter from an unpacked `eks_*.tar.gz`, within limits, whatever it holds. Never throws: a source that breaks off is a trouble too. */
export async function readBundle(
  name: string,
  unpacked: AsyncIterable<Uint8Array>,
  packed: Packed,
  limits: BundleLimits = bundleLimits,
): Promise<Bundle> {
  const files: HostFile[] = [];
  const troubles = new Map<BundleTrouble["code"], BundleTrouble>();
  const tell = (code: BundleTrouble["code"], path: string | null = null) => {
    const before = troubles.get(code);
    troubles.set(
      code,
      before ? { ...before, count: before.count + 1 } : { code, count: 1, path: path && printable(path) },
    );
  };
  let size = 0;
  let members = 0;
  let passedOver = 0;
  let left = limits.kept;
  let isStopped = false;
  const stop = (code: BundleTrouble["code"]) => {
    tell(code);
    isStopped = true;
  };

  const keep = (member: TarMember): number => {
    if (++members > limits.members && !isStopped) stop("too-many-members");
    if (isStopped || member.type === "directory" || member.type === "other") return 0;
    const path = insidePath(member.path);
    if (path === null) tell("path-outside", member.path);
    else if (member.type !== "file") tell(member.type, member.path);
    else if (wanted.some((form) => form.test(path))) return Math.min(limits.member, left);
    else passedOver++;
    return 0;
  };

  const reader = new TarReader(keep);
  try {
    for await (const bytes of unpacked) {
      size += bytes.length;
      if (size > limits.unpacked) stop("too-large");
      else if (size > 16 * 1024 ** 2 && size > packed.bytes * limits.ratio) stop("ratio");
      if (isStopped) break;
      for (const event of reader.push(bytes)) {
        if ("problem" in event) {
          stop(event.problem);
          break;
        }
        left -= event.content.length;
        if (event.isCut) tell("member-cut", event.member.path);
        files.push({ name: `${name}/${insidePath(event.member.path)}`, text: new TextDecoder().decode(event.content) });
      }
      if (isStopped) break;
    }
  } catch {
    tell("cannot-unpack");
  }
  if (!isStopped && !reader.isWhole) tell("ends-early");
  return { files, passedOver, troubles: [...troubles.values()] };
}

/** The path of a member within the bundle; `null`: it leads out of it. */
function insidePath(path: string): string | null {
  if (path.startsWith("/") || path.includes("\\") || path.includes("\0") || /^[A-Za-z]:/.test(path)) return null;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.includes("..") ? null : parts.join("/");
}

function printable(text: string): string {
  return text.slice(0, 200).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");
}
