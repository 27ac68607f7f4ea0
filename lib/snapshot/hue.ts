/** How a security group is painted: one of twelve hues, and past those a pattern. */
export interface Paint {
  /** 0-11. */
  readonly hue: number;
  readonly pattern: "solid" | "stripes" | "dots";
}

const hues = 12;
const patterns: readonly Paint["pattern"][] = ["solid", "solid", "stripes", "dots"];

/** The same id is painted alike in every cluster, at every moment. */
export function paintOf(groupId: string): Paint {
  const hash = hashOf(groupId);
  return { hue: hash % hues, pattern: patterns[Math.floor(hash / hues) % patterns.length] ?? "solid" };
}

/** FNV-1a with a final mix: ids that differ in one digit land far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
