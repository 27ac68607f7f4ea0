import { expect, test } from "vitest";
import { collectionNames, collections } from "../../recording/collections.ts";
import { isKnownPath, kubernetesCollections, permissionOf } from "./resources.ts";

test("every Kubernetes collection is read, and no other", () => {
  const wanted = collectionNames.filter((name) => collections[name].source === "kubernetes");
  expect([...kubernetesCollections].sort()).toEqual([...wanted].sort());
});

test.each(kubernetesCollections)(
  "reading %s takes the permission that the table of collections states",
  (collection) => {
    expect(permissionOf(collection)).toBe(collections[collection].permission);
  },
);

test.each(["/api/v1/secrets", "/api/v1/namespaces/shop/pods/web/exec", "/api/v1/configmaps", "/api/v1/pods/"])(
  "%s is never read",
  (path) => expect(isKnownPath(path)).toBe(false),
);
