"use client";

import { useMemo, useState } from "react";
import { findingsAbout } from "../../lib/diagram/finding-list.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { useT } from "../messages/use-messages.ts";
import { FindingRow } from "./finding-row.tsx";
import { useSentences } from "./use-sentences.ts";

interface RelatedFindingsProps {
  readonly id: string;
  readonly model: Model;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

/** What was found about one resource. */
export default function RelatedFindings({ id, model, now, onSelect }: RelatedFindingsProps) {
  const t = useT();
  const { findings } = model.verdict;
  const about = useMemo(() => findingsAbout(findings, id), [findings, id]);
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
