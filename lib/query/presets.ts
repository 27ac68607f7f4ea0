/** Searches that people come with. Each is a plain query; what it is called is in the page's catalogue. */
export const presets = [
  { id: "unhealthy", query: "ready:no -state:completed OR severity>=high" },
  { id: "pending", query: "phase:pending OR waiting:yes" },
  { id: "no-headroom", query: "free<=0 OR ips<=0" },
  {
    id: "drift",
    query:
      "mark:annotation-disagrees OR mark:annotation-names-* OR mark:*-not-in-* OR mark:not-on-its-branch OR mark:ip-on-no-interface OR finding:drift",
  },
  { id: "orphans", query: "state:orphan" },
] as const;
