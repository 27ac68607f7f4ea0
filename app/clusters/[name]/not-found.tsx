"use client";

import { useParams } from "next/navigation";
import { useT } from "../../../components/messages/use-messages.ts";
import { Problem } from "../../../components/states/problem.tsx";

export default function NotFound() {
  const t = useT();
  const { name } = useParams<{ name: string }>();
  return (
    <Problem
      code="unknown-cluster"
      message={t("error.unknown-cluster.about")}
      name={typeof name === "string" ? name.slice(0, 80) : ""}
      hasMoment={false}
    />
  );
}
