"use client";

import { lazy, Suspense } from "react";
import type { AnswerName } from "../../lib/diagnosis/answers/answer-names.ts";
import type { Model } from "../../lib/diagram/model.ts";
import type { Resource, ResourceKind } from "../../lib/topology/resources.ts";

const AnswerView = lazy(() => import("./answer-view.tsx"));

interface AnswersAboutProps {
  readonly resource: Resource;
  readonly cluster: string;
  readonly at: number | null;
  readonly model: Model;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

/** The questions that people come with about a resource of a kind. */
const questions: { readonly [K in ResourceKind]?: readonly AnswerName[] } = {
  pod: ["pod-waiting", "pod-groups"],
  instance: ["node-trunk"],
  securityGroup: ["holders"],
  subnet: ["holders"],
  policy: ["policy-reach"],
};

export function AnswersAbout({ resource, ...rest }: AnswersAboutProps) {
  const asked = questions[resource.kind] ?? [];
  if (asked.length === 0) return null;
  return (
    <Suspense>
      {asked.map((what) => (
        <AnswerView key={what} what={what} id={resource.id} {...rest} />
      ))}
    </Suspense>
  );
}
