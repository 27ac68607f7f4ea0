import type { Times } from "../faults.ts";

/** What goes wrong at the Kubernetes API. Resources are named `pods` or `cninodes.vpcresources.k8s.aws`. */
export interface KubernetesFaults {
  /** Resources answered with 403; `*` for all. */
  refuse: string[];
  /** Resources that are not served: 404, as for a CRD that is not installed. */
  missing: string[];
  /** Resources that the faults below hit; empty for all. */
  only: string[];
  unauthorized: Times;
  /** 429 with Retry-After. */
  throttle: Times;
  retryAfterSeconds: number;
  /** 429 "storage is (re)initializing", for custom resources alone. */
  initializing: Times;
  /** 500 with a Status. */
  internalError: Times;
  /** The HTML 502 of a load balancer. */
  html: Times;
  /** 410 as HTTP status, for watches and continued lists. */
  gone: Times;
  /** 410 as the first event of a watch that answered 200. */
  goneInStream: Times;
  /** The connection is reset before an answer. */
  reset: Times;
  /** No answer ever comes. */
  hang: Times;
  /** A list breaks off in the middle. */
  truncated: Times;
  /** A watch sends a line that is not JSON. */
  garbage: Times;
  latencyMs: number;
  /** Answers arrive in pieces of a few bytes, cut inside characters. */
  slowBytes: boolean;
  bookmarks: boolean;
}

export const noKubernetesFaults: KubernetesFaults = {
  refuse: [],
  missing: [],
  only: [],
  unauthorized: false,
  throttle: false,
  retryAfterSeconds: 1,
  initializing: false,
  internalError: false,
  html: false,
  gone: false,
  goneInStream: false,
  reset: false,
  hang: false,
  truncated: false,
  garbage: false,
  latencyMs: 0,
  slowBytes: false,
  bookmarks: true,
};
