import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { kubeconfigFor } from "./kubernetes/kubeconfig.ts";
import type { Lab } from "./lab.ts";

export interface LabFiles {
  readonly kubeconfig: string;
  readonly config: string;
  /** What a shell needs to reach the lab with any AWS or Kubernetes tool. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Writes a kubeconfig and a `trunkscope.yaml` for a lab into a directory. The credentials in them open nothing else. `more`: settings beside. */
export function writeLabFiles(lab: Lab, directory: string, more: object = {}): LabFiles {
  const { cluster, region } = lab.feed;
  mkdirSync(directory, { recursive: true });
  const kubeconfig = join(directory, "kubeconfig");
  const config = join(directory, "trunkscope.yaml");
  writeFileSync(kubeconfig, kubeconfigFor(lab.kubernetes, cluster), { mode: 0o600 });
  writeFileSync(
    config,
    stringify({
      dataDirectory: "data",
      ...more,
      clusters: [{ name: cluster, region, kubeconfig: "kubeconfig", context: cluster }],
    }),
  );
  return {
    kubeconfig,
    config,
    environment: {
      AWS_ENDPOINT_URL_EC2: lab.ec2.url,
      AWS_ACCESS_KEY_ID: "lab",
      AWS_SECRET_ACCESS_KEY: "lab",
      AWS_REGION: region,
      // Version 1 of the AWS CLI knows this one alone.
      AWS_DEFAULT_REGION: region,
      KUBECONFIG: kubeconfig,
      TRUNKSCOPE_CONFIG: config,
    },
  };
}
