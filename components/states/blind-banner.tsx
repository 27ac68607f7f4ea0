import { TriangleAlert } from "lucide-react";
import type { CollectionFreshness } from "../../lib/diagram/freshness.ts";
import { printable } from "../../lib/diagram/printable.ts";
import type { MessageKey } from "../messages/messages.ts";
import { useMessages } from "../messages/use-messages.ts";

/** What cannot be seen now, what that means, and what to do. */
export function BlindBanner({ blind, now }: { readonly blind: readonly CollectionFreshness[]; readonly now: number }) {
  const { age, t } = useMessages();
  return (
    <details className="banner" data-tone="warn">
      <summary>
        <TriangleAlert size={14} aria-hidden />
        <b>{t("blind.title", { names: blind.map(({ collection }) => collection).join(", ") })}</b>
        <span>{blind[0] && t(meaningOf(blind[0].collection))}</span>
      </summary>
      <ul>
        {blind.map(({ collection, readAt, failure, permission }) => (
          <li key={collection}>
            <b>{collection}</b> {readAt === null ? t("blind.never") : t("blind.last", { age: age(now - readAt) })}{" "}
            {failure && <span className="mono">{printable(failure.code)}</span>} {t(meaningOf(collection))}{" "}
            {failure && printable(failure.message)}{" "}
            {isRefusal(failure) && !/\bgrant\b/i.test(failure?.message ?? "") && t("blind.action", { permission })}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Whether a grant would help: a frozen or unreachable server wants no permission. */
function isRefusal(failure: CollectionFreshness["failure"]): boolean {
  return failure !== null && /^(Forbidden|Unauthorized|AccessDenied)/.test(failure.code);
}

function meaningOf(collection: string): MessageKey {
  const known = told.find((one) => one === collection);
  return `blind.meaning.${known ?? "other"}`;
}

/** Collections whose absence has a meaning of its own; the rest share one. */
const told = [
  "instances",
  "interfaces",
  "securityGroups",
  "securityGroupRules",
  "nodes",
  "pods",
  "securityGroupPolicies",
] as const;
