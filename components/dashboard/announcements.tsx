"use client";

import { useEffect, useRef } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useAnnounce } from "../parts/announcer.tsx";
import { labelOf } from "../parts/label-of.ts";
import type { Refusal } from "./fetch-cluster.ts";
import type { Connection } from "./use-cluster.ts";

interface AnnouncementsProps {
  readonly model: Model;
  readonly selection: string | null;
  /** How many things are at full strength; `null` = nothing is dimmed. */
  readonly litCount: number | null;
  readonly connection: Connection["state"];
  readonly refusal: Refusal | null;
}

/** Tells a screen reader what the eye sees change: the selection, the connection, what waits and what is left over. */
export function Announcements({ model, selection, litCount, connection, refusal }: AnnouncementsProps) {
  useSelectionSaid(model, selection, litCount);
  useConnectionSaid(connection, refusal);
  useCountsSaid(model);
  return null;
}

function useSelectionSaid(model: Model, selection: string | null, litCount: number | null) {
  const { t } = useMessages();
  const announce = useAnnounce();
  const said = useRef(selection);
  const resource = selection === null ? undefined : model.byId.get(selection);
  const isKnown = selection === null || resource !== undefined;
  useEffect(() => {
    if (said.current === selection || !isKnown) return;
    said.current = selection;
    if (!resource) return announce(t("announce.cleared"));
    const what = t("announce.selected", { kind: t(`kind.${resource.kind}`), name: printable(labelOf(resource)) });
    announce(litCount === null ? what : `${what} ${t("announce.lit", { n: litCount })}`);
  }, [announce, t, selection, isKnown, resource, litCount]);
}

function useConnectionSaid(connection: Connection["state"], refusal: Refusal | null) {
  const { t } = useMessages();
  const announce = useAnnounce();
  const wasLost = useRef(false);
  useEffect(() => {
    const isBack = connection === "open" && wasLost.current;
    if (connection === "lost" && !wasLost.current) announce(t("announce.lost"));
    if (isBack) announce(t("announce.open"));
    if (connection === "lost" || isBack) wasLost.current = connection === "lost";
  }, [announce, t, connection]);
  const message = refusal && printable(refusal.message);
  useEffect(() => {
    if (message) announce(message);
  }, [announce, message]);
}

/** Counts move with every patch of a busy cluster: what they came to is said once in a while. */
const everyMs = 10_000;

function useCountsSaid({ head, summary }: Model) {
  const { t } = useMessages();
  const announce = useAnnounce();
  const { cluster } = head;
  const now = useRef({ orphans: 0, waiting: 0 });
  now.current = { orphans: summary.orphans.total, waiting: summary.waiting.total };
  useEffect(() => {
    void cluster;
    let said = now.current;
    const timer = setInterval(() => {
      for (const what of ["waiting", "orphans"] as const) {
        if (now.current[what] !== said[what]) announce(t(`announce.${what}`, { n: now.current[what] }));
      }
      said = now.current;
    }, everyMs);
    return () => clearInterval(timer);
  }, [announce, t, cluster]);
}
