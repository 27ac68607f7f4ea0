import { Server } from "lucide-react";
import type { Resource } from "../../lib/topology/resources.ts";
import { useT } from "../messages/use-messages.ts";

interface OpenHostProps {
  readonly resource: Resource;
  readonly onOpen: (id: string) => void;
}

/** Leads from what a node carries to its path there. */
export function OpenHost({ resource, onOpen }: OpenHostProps) {
  const t = useT();
  if (!hasHostPath(resource)) return null;
  return (
    <button type="button" className="text-button open-host" onClick={() => onOpen(resource.id)}>
      <Server size={13} aria-hidden />
      {t("host.open")}
    </button>
  );
}

function hasHostPath(resource: Resource): boolean {
  if (resource.kind === "pod") return resource.branchIds.length > 0 && resource.instanceId !== null;
  if (resource.kind === "branch") return resource.podIds.length > 0;
  return resource.kind === "trunk" ? resource.instanceId !== null : resource.kind === "instance";
}
