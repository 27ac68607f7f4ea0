"use client";

import { useEffect, useMemo, useState } from "react";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import { findingsAbout } from "../../lib/diagram/finding-list.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { fetched } from "../dashboard/fetch-cluster.ts";
import { useT } from "../messages/use-messages.ts";
import { FindingRow } from "./finding-row.tsx";
import { useSentences } from "./use-sentences.ts";

interface RelatedFindingsProps {
  readonly cluster: string;
  readonly at: number | null;
  readonly id: string;
  readonly model: Model;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

/** What was found about one resource. */
export default function RelatedFindings({ cluster, at, id, model, now, onSelect }: RelatedFindingsProps) {
  const t = useT();
  const { findings } = model.verdict;
  const known = useMemo(() => findingsAbout(findings, id), [findings, id]);
  const asked = useFindingsAbout({ cluster, at, id, isMissing: known.length === 0 });
  const about = known.length > 0 ? known : asked;
  const { tell } = useSentences(model);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className="related-findings" aria-label={t("findings.title")}>
      <ul>
        {about.map((finding) => (
          <FindingRow
            key={finding.id}
            finding={finding}
            model={model}
            now={now}
            tell={tell}
            isOpen={open === finding.id}
            onToggle={() => setOpen(open === finding.id ? null : finding.id)}
            onLight={() => undefined}
            onSelect={onSelect}
          />
        ))}
      </ul>
    </section>
  );
}

interface Asked {
  readonly cluster: string;
  readonly at: number | null;
  readonly id: string;
  /** The page starts with some subjects of each finding: this one is not among them. */
  readonly isMissing: boolean;
}

function useFindingsAbout({ cluster, at, id, isMissing }: Asked): readonly Finding[] {
  const [found, setFound] = useState<readonly Finding[]>([]);
  useEffect(() => {
    if (!isMissing) return;
    const stop = new AbortController();
    const parse = (text: string) => (JSON.parse(text) as { readonly findings: readonly Finding[] }).findings;
    void fetched({ cluster, at, signal: stop.signal }, "findings", [["about", id]], parse).then((answer) => {
      if (!stop.signal.aborted && answer.ok) setFound(findingsAbout(answer.value, id));
    });
    return () => stop.abort();
  }, [cluster, at, id, isMissing]);
  return found;
}
