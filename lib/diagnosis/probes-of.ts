import type { Item } from "../recording/collections.ts";

export interface NetworkProbe {
  readonly container: string;
  readonly use: "startup" | "liveness" | "readiness";
  readonly kind: "http" | "tcp" | "grpc";
  readonly port: number;
}

/**
 * The probes for which kubelet opens a TCP connection to the pod. One with a `host` of its own goes elsewhere and is left out, as is one
 * whose named port no container port of the same container bears. Init containers with probes are sidecars.
 */
export function networkProbesOf({ containers, initContainers = [] }: Item<"pods">): readonly NetworkProbe[] {
  return [...initContainers, ...containers].flatMap(({ name, ports = [], probes = [] }) =>
    probes.flatMap(({ use, kind, port, host }) => {
      if (kind === "exec" || port === undefined || host !== undefined) return [];
      const number =
        typeof port === "number" ? port : (numeric(port) ?? ports.find((each) => each.name === port)?.port);
      return number === undefined ? [] : [{ container: name, use, kind, port: number }];
    }),
  );
}

function numeric(port: string): number | undefined {
  return /^\d+$/.test(port) ? Number(port) : undefined;
}
