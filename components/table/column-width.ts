const wide = new Set(["description", "podSelector", "serviceAccountSelector", "rules", "marks", "podIds", "policyIds"]);
const ids = /(^id$|Id$|Ids$|^name$|^nodeName$|^lastOwner$|workload\.name|^cidr$)/;
const moments = /(At$|\.at$|Since$)/;
const small =
  /^(slots\.|limit|vlan$|ready$|restarts$|deviceIndex|networkCard|inEc2|inKubernetes|hostNetwork|availableIps)/;

/** How wide a column is, as a track of a grid; the sizes do not change with what is in them. */
export function widthOf(path: string): string {
  if (wide.has(path)) return "22rem";
  if (ids.test(path)) return "17rem";
  if (moments.test(path)) return "13rem";
  return small.test(path) ? "7rem" : "10rem";
}
