import { EC2Client } from "@aws-sdk/client-ec2";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { readOnly } from "./read-only.ts";

export interface Ec2Account {
  /** Missing: the SDK's own rules (AWS_REGION, the profile). */
  readonly region?: string;
  /** A profile of the shared AWS files instead of the default one. */
  readonly profile?: string;
  /** Role to assume with the default credentials, for a cluster in another account. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** Attempts per call, the first included. */
  readonly maxAttempts?: number;
}

const ignore = () => undefined;
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * The EC2 client of one account and region, able to read only. One per account, role and region: its rate limiter sees only its own calls.
 * Credentials come from the SDK's default chain; `AWS_ENDPOINT_URL_EC2` points it elsewhere.
 */
export function ec2Client(account: Ec2Account = {}): EC2Client {
  const { region, profile, roleArn, externalId, maxAttempts = 10 } = account;
  return readOnly(
    new EC2Client({
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
      ...(roleArn === undefined ? {} : { credentials: assume(roleArn, externalId, region) }),
      retryMode: "adaptive",
      maxAttempts,
      requestHandler: { connectionTimeout: 3000, requestTimeout: 15_000, throwOnRequestTimeout: true },
      logger: silent,
    }),
  );
}

/** `account` as a key: clusters with equal keys share one client. */
export function accountKey({ region = "", profile = "", roleArn = "", externalId = "" }: Ec2Account): string {
  return JSON.stringify([region, profile, roleArn, externalId]);
}

function assume(roleArn: string, externalId: string | undefined, region: string | undefined) {
  return fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName: "trunkscope",
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    },
    ...(region === undefined ? {} : { clientConfig: { region } }),
  });
}
