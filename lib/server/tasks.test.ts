import { describe, expect, test } from "vitest";
import { configSchema } from "./config.ts";
import { clusterOf, liveTasks } from "./tasks.ts";

describe("the clusters to watch", () => {
  test("are told by the names that EKS and eksctl give to contexts", () => {
    const shop = { name: "shop", region: "eu-west-1", eksName: "shop" };
    expect(clusterOf(["arn:aws:eks:eu-west-1:123456789012:cluster/shop", "alias"])).toEqual(shop);
    expect(clusterOf(["shop.eu-west-1.eksctl.io", "me@shop.eu-west-1.eksctl.io"])).toEqual(shop);
    expect(clusterOf(["arn:aws-cn:eks:cn-north-1:123456789012:cluster/Shop_Prod"])).toEqual({
      name: "shop-prod",
      region: "cn-north-1",
      eksName: "Shop_Prod",
    });
    expect(clusterOf(["kind-test"])).toEqual({ name: "kind-test", eksName: "kind-test" });
    expect(clusterOf(["---"])).toEqual({ name: "cluster", eksName: "---" });
  });

  test("are those of the configuration when it names some", () => {
    const config = configSchema.parse({ clusters: [{ name: "a" }, { name: "b", eksName: "B" }] });
    const found = liveTasks(config, {});
    expect(found.ok && found.tasks.map(({ kind, name }) => [kind, name])).toEqual([
      ["live", "a"],
      ["live", "b"],
    ]);
  });

  test("cannot be told without a kubeconfig, and that is said", () => {
    const found = liveTasks(configSchema.parse({}), { KUBECONFIG: "/nowhere/kubeconfig" });
    expect(found).toMatchObject({ ok: false, message: expect.stringContaining("does not exist") });
  });
});
