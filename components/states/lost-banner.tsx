import { Unplug } from "lucide-react";
import { printable } from "../../lib/diagram/printable.ts";
import type { Refusal } from "../dashboard/fetch-cluster.ts";
import { useMessages } from "../messages/use-messages.ts";

interface LostBannerProps {
  readonly refusal?: Refusal;
  /** Milliseconds without a word from the server. */
  readonly since?: number;
  readonly at: number | null;
  readonly onLatest: () => void;
}

/** The picture is not what was asked for, or grows old. */
export function LostBanner({ refusal, since, at, onLatest }: LostBannerProps) {
  const { age, t } = useMessages();
  return (
    <div className="banner" data-tone="bad">
      <Unplug size={14} aria-hidden />
      <b>{t("top.lost")}</b>
      <span>{refusal ? printable(refusal.message) : t("top.lost.since", { age: age(since ?? 0) })}</span>
      {at !== null && (
        <button type="button" className="text-button" onClick={onLatest}>
          {t("top.latest")}
        </button>
      )}
    </div>
  );
}
