import type { Item } from "../../../recording/collections.ts";
import {
  dictionaryIn,
  flagIn,
  type Json,
  known,
  numberIn,
  objectIn,
  objectsIn,
  portIn,
  textIn,
  textsIn,
  unlessEmpty,
} from "../fields.ts";
import { namespacedMetadataOf } from "./metadata.ts";

export function serviceOf(object: Json): Item<"services"> {
  const spec = objectIn(object["spec"]);
  const clusterIp = textIn(spec["clusterIP"]);
  const clusterIps = textsIn(spec["clusterIPs"]);
  return known({
    ...namespacedMetadataOf(object),
    type: textIn(spec["type"]),
    clusterIps: unlessEmpty(clusterIps.length === 0 && clusterIp !== undefined ? [clusterIp] : clusterIps),
    selector: unlessEmpty(dictionaryIn(spec["selector"])),
    externalTrafficPolicy: textIn(spec["externalTrafficPolicy"]),
    ports: unlessEmpty(
      objectsIn(spec["ports"]).flatMap((entry) => {
        const port = numberIn(entry["port"]);
        if (port === undefined) return [];
        return [
          known({
            name: textIn(entry["name"]),
            protocol: textIn(entry["protocol"]),
            port,
            targetPort: portIn(entry["targetPort"]),
            nodePort: numberIn(entry["nodePort"]),
          }),
        ];
      }),
    ),
  });
}

/** discovery.k8s.io EndpointSlice, v1 and v1beta1 (where the node's name is a topology label). */
export function endpointSliceOf(object: Json): Item<"endpointSlices"> {
  const metadata = namespacedMetadataOf(object);
  return known({
    ...metadata,
    service: textIn(metadata.labels["kubernetes.io/service-name"]),
    addressType: textIn(object["addressType"]),
    endpoints: objectsIn(object["endpoints"]).map((endpoint) =>
      known({
        addresses: textsIn(endpoint["addresses"]),
        ready: flagIn(objectIn(endpoint["conditions"])["ready"]),
        nodeName: textIn(endpoint["nodeName"]) ?? textIn(objectIn(endpoint["topology"])["kubernetes.io/hostname"]),
        target: targetIn(endpoint["targetRef"]),
      }),
    ),
    ports: unlessEmpty(
      objectsIn(object["ports"]).map((port) =>
        known({ name: textIn(port["name"]), protocol: textIn(port["protocol"]), port: numberIn(port["port"]) }),
      ),
    ),
  });
}

function targetIn(value: unknown) {
  const target = objectIn(value);
  const kind = textIn(target["kind"]);
  const name = textIn(target["name"]);
  if (kind === undefined || name === undefined) return undefined;
  return known({ kind, namespace: textIn(target["namespace"]), name, uid: textIn(target["uid"]) });
}
