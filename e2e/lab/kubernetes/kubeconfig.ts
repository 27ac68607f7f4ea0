import { stringify } from "yaml";
import type { KubernetesLab } from "./server.ts";

/** The kubeconfig with which kubectl, client-node and Trunkscope reach a stand-in. */
export function kubeconfigFor(lab: KubernetesLab, cluster: string): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": cluster,
    clusters: [
      {
        name: cluster,
        cluster: { server: lab.url, "certificate-authority-data": Buffer.from(lab.ca).toString("base64") },
      },
    ],
    contexts: [{ name: cluster, context: { cluster, user: "lab" } }],
    users: [{ name: "lab", user: { token: lab.token() } }],
  });
}
