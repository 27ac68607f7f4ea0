import { ec2Client } from "../lib/sources/ec2/client.ts";
import { ec2Source } from "../lib/sources/ec2/source.ts";
import { kubernetesClient } from "../lib/sources/kubernetes/client.ts";
import { kubernetesSource } from "../lib/sources/kubernetes/source.ts";
import type { Source } from "../lib/sources/source.ts";
import { measureAsync, megabytes } from "./measure.ts";

/** Run as a process of its own: what one source costs until one collection is read, as JSON. Arguments: cluster, collection. */
const [clusterName = "", collection = "pods"] = process.argv.slice(2);
const source: Source =
  collection === "interfaces"
    ? ec2Source({ client: ec2Client(), clusterName })
    : kubernetesSource({ client: kubernetesClient({}), collections: ["pods"] });

const stop = new AbortController();
let items = 0;
const read = await measureAsync(async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const running = source.run((readings) => {
    for (const { collection: name, said } of readings) {
      if (name !== collection || !("items" in said)) continue;
      items = Math.max(items, said.items.size);
      // The branches come as a part first, and the ENIs of nodes complete them.
      if (said.kind === "all") resolve();
    }
  }, stop.signal);
  await promise;
  void running;
});
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({ bench: "reading", collection, items, ...read, rssPeakMegabytes: megabytes(maxRSS * 1024) })}\n`,
);
process.exit(0);
