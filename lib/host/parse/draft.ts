import type { Family } from "../address.ts";
import type {
  Allocation,
  Chained,
  CniConfig,
  HostState,
  Identity,
  IpamdInterface,
  IpRule,
  Link,
  Route,
  Setting,
  Sysctl,
} from "../observed.ts";

/** A host state in the making: parsers add to it. */
export interface Draft {
  readonly links: Link[];
  readonly routes: Route[];
  readonly rules: IpRule[];
  readonly sysctls: Map<string, Sysctl>;
  readonly chained: Chained[];
  readonly configs: CniConfig[];
  readonly enis: IpamdInterface[];
  readonly allocations: Allocation[];
  readonly settings: Setting[];
  eniConfig: string | null;
  readonly identities: Identity[];
  readonly coverage: {
    links: boolean;
    readonly routes: Record<Family, boolean>;
    readonly tables: Set<string>;
    readonly rules: Record<Family, boolean>;
    enis: boolean;
    allocations: boolean;
  };
}

export function emptyDraft(): Draft & HostState {
  return {
    links: [],
    routes: [],
    rules: [],
    sysctls: new Map(),
    chained: [],
    configs: [],
    enis: [],
    allocations: [],
    settings: [],
    eniConfig: null,
    identities: [],
    coverage: {
      links: false,
      routes: { ipv4: false, ipv6: false },
      tables: new Set(),
      rules: { ipv4: false, ipv6: false },
      enis: false,
      allocations: false,
    },
  };
}
