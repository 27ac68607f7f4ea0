"use client";

import { useEffect, useState } from "react";
import type { Model } from "../../lib/diagram/model.ts";

/** The present for ages: for a live cluster the clock, for a recording the moment shown. Epoch milliseconds. */
export function useNow({ head }: Model, isPast: boolean): number {
  const [now, setNow] = useState<number | null>(null);
  const still = head.mode === "recording" || isPast;
  useEffect(() => {
    if (still) return setNow(null);
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [still]);
  return still || now === null ? head.at : Math.max(now, head.at);
}
