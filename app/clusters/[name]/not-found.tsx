"use client";

import { useParams } from "next/navigation";
import { t } from "../../../components/messages/messages.ts";
import { Problem } from "../../../components/states/problem.tsx";

export default function NotFound() {
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
