"use client";

import { printable } from "../../lib/diagram/printable.ts";
import type { Latency } from "../../lib/life/latency.ts";
import { useMessages } from "../messages/use-messages.ts";
import { LatencyView } from "./latency-view.tsx";
import { useTold } from "./use-told.ts";

interface LatencyPartProps {
  readonly cluster: string;
  readonly at: number | null;
  readonly isLive: boolean;
  readonly onSelect: (id: string) => void;
}

/** How long the cluster's Pods take, asked for when it is opened. */
export function LatencyPart({ cluster, at, isLive, onSelect }: LatencyPartProps) {
  const { t } = useMessages();
  const told = useTold<Latency>("latency", { cluster, at, id: null, everyMs: 60_000, isLive });
  if (told === null) return <p className="findings-note">{t("top.loading")}</p>;
  if (!told.ok) {
    return <p className="findings-note">{t("answer.failed", { message: printable(told.refusal.message) })}</p>;
  }
  return <LatencyView latency={told.value} onSelect={onSelect} />;
}
