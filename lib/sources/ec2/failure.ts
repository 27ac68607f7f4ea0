import type { Failure } from "../../recording/observation.ts";

/** An answer that is not what EC2 says: a proxy's page, a torn body, a list that is not there. */
export class BadAnswer extends Error {
  override readonly name = "BadAnswer";
}

const denied = (action: string) => `EC2 refused ${action}. Grant ec2:${action}.`;
const throttled = (action: string) =>
  `EC2 throttled ${action}. The account's request rate is used up; it is tried again later.`;
const expired = (action: string) => `EC2 refused ${action}: the credentials have expired. Renew them.`;
const invalid = (action: string) =>
  `EC2 refused ${action}: the credentials are not valid. Check which account and profile are used.`;
const badAnswer = (action: string) =>
  `What answered ${action} is not EC2's API. Check for a proxy between here and EC2.`;
const unreachable = (action: string) =>
  `EC2 cannot be reached for ${action}. Check the network, the region and the endpoint.`;
const noCredentials = (action: string) => `No AWS credentials for ${action}. Set a profile, a role or the environment.`;
const roleRefused = (action: string) =>
  `The role for ${action} cannot be assumed. Check its trust policy and its name.`;

const sentences: ReadonlyMap<string, readonly [code: string, sentence: (action: string) => string]> = new Map([
  ["UnauthorizedOperation", ["UnauthorizedOperation", denied]],
  ["OperationNotPermitted", ["OperationNotPermitted", denied]],
  ["RequestLimitExceeded", ["RequestLimitExceeded", throttled]],
  ["Throttling", ["RequestLimitExceeded", throttled]],
  ["ThrottlingException", ["RequestLimitExceeded", throttled]],
  ["ExpiredToken", ["ExpiredToken", expired]],
  ["ExpiredTokenException", ["ExpiredToken", expired]],
  ["RequestExpired", ["ExpiredToken", expired]],
  ["AuthFailure", ["AuthFailure", invalid]],
  ["InvalidClientTokenId", ["AuthFailure", invalid]],
  ["UnrecognizedClientException", ["AuthFailure", invalid]],
  ["SignatureDoesNotMatch", ["AuthFailure", invalid]],
  ["AccessDenied", ["RoleRefused", roleRefused]],
  ["AccessDeniedException", ["RoleRefused", roleRefused]],
  ["CredentialsProviderError", ["NoCredentials", noCredentials]],
  ["TokenProviderError", ["NoCredentials", noCredentials]],
  ["BadAnswer", ["BadAnswer", badAnswer]],
  ["Unknown", ["BadAnswer", badAnswer]],
  ["TimeoutError", ["Unreachable", unreachable]],
]);

/** What to say of an EC2 call that failed. The API's own words are not passed on: they carry account ids, ARNs and encoded messages. */
export function failureOf(error: unknown, action: string): Failure {
  const { name, code, cause, metadata } = partsOf(error);
  const found = sentences.get(name);
  if (found) return { code: found[0], message: found[1](action) };
  if (isNetworkCode(code) || isNetworkCode(partsOf(cause).code))
    return { code: "Unreachable", message: unreachable(action) };
  if (name === "Error" && metadata) return { code: "BadAnswer", message: badAnswer(action) };
  if (name === "Error" && /region is missing/i.test(String((error as Error).message))) {
    return { code: "NoRegion", message: `No AWS region for ${action}. Set the cluster's region or AWS_REGION.` };
  }
  const shown = /^[A-Za-z][\w.]{0,80}$/.test(name) ? name : "Unknown";
  return { code: shown, message: `EC2 answered ${shown} to ${action}.` };
}

function isNetworkCode(code: string): boolean {
  return /^(E[A-Z]{4,}|CERT_|ERR_(TLS|SSL|SOCKET|HTTP2)|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code);
}

function partsOf(error: unknown) {
  const { name, code, cause, $metadata } = (typeof error === "object" && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  return {
    name: typeof name === "string" ? name : "Unknown",
    code: typeof code === "string" ? code : "",
    cause,
    metadata: $metadata !== undefined,
  };
}
