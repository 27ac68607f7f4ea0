import { paintOf } from "../../lib/snapshot/hue.ts";

/** A set of security groups as a stack of bars: equal sets look equal. */
export function GroupBars({ ids, title }: { readonly ids: readonly string[]; readonly title?: string }) {
  if (ids.length === 0) return null;
  return (
    <span className="bars" {...(title && { title })} aria-hidden>
      {[...ids].sort().map((id) => (
        <i key={id} data-pattern={paintOf(id).pattern} style={{ "--hue": hueOf(id) } as React.CSSProperties} />
      ))}
    </span>
  );
}

export function hueOf(groupId: string): string {
  return `var(--sg-${paintOf(groupId).hue})`;
}

/** What fills a slot: its groups' colours side by side, in the order of their ids. */
export function fillOf(groupIds: readonly string[]): React.CSSProperties {
  const ids = [...groupIds].sort();
  if (ids.length === 0) return {};
  const [first = ""] = ids;
  const stops = ids.map(
    (id, index) => `${hueOf(id)} ${(index * 100) / ids.length}% ${((index + 1) * 100) / ids.length}%`,
  );
  return {
    "--hue": hueOf(first),
    "--fill": ids.length === 1 ? hueOf(first) : `linear-gradient(180deg, ${stops.join(", ")})`,
  } as React.CSSProperties;
}
