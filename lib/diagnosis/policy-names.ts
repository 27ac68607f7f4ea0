/** `namespace/name` of a policy or pod by its resource id. */
export function nameOf(resourceId: string): string {
  return resourceId.slice(resourceId.indexOf("/") + 1);
}
