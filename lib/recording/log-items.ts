import { z } from "zod";

/**
 * What is kept of log lines that prove who did what: an allow-list like that of the other items. Never request or response bodies,
 * addresses, access keys or user agents. Times are epoch milliseconds.
 */

const text = z.string();
const maybeText = text.exactOptional();
const texts = z.array(text);

/** One line of the Kubernetes audit log (audit.k8s.io/v1 Event). Its id is the audit id. */
export const auditEvent = z.object({
  id: text,
  at: z.number(),
  verb: text,
  /** The name of the user, as the API server authenticated it. */
  user: maybeText,
  resource: text,
  subresource: maybeText,
  namespace: maybeText,
  name: text,
  uid: maybeText,
  /** The HTTP status, and the reason that came with an error. */
  code: z.number().exactOptional(),
  reason: maybeText,
  /** ENI ids of the annotation vpc.amazonaws.com/pod-eni that the request set. */
  podEni: texts.exactOptional(),
  /** The capacity vpc.amazonaws.com/pod-eni that the request set. */
  capacity: z.number().exactOptional(),
  /** Features of a CNINode that the request set. */
  features: texts.exactOptional(),
  /** Webhooks that changed the object, and those that were passed over because they did not answer. */
  mutatedBy: texts.exactOptional(),
  failedOpen: texts.exactOptional(),
  /** The user is the vpc-resource-controller. */
  isController: z.boolean().exactOptional(),
});

/** One call of the EC2 API (a CloudTrail record). Its id is the event id. */
export const apiCall = z.object({
  id: text,
  at: z.number(),
  call: text,
  /** The ARN of the identity, or the service that called. */
  by: maybeText,
  requestId: maybeText,
  errorCode: maybeText,
  errorMessage: maybeText,
  interfaceId: maybeText,
  interfaceType: maybeText,
  description: maybeText,
  trunkId: maybeText,
  vlanId: z.number().exactOptional(),
  associationId: maybeText,
  instanceId: maybeText,
});
