import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contextFacts } from "./context-facts.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "trunkscope-kubeconfig-"));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const arn = "arn:aws:eks:eu-west-1:111111111111:cluster/ironman-2022";
const made = `
apiVersion: v1
kind: Config
current-context: ${arn}
clusters:
- name: ${arn}
  cluster: { server: "https://ABC.gr7.eu-west-1.eks.amazonaws.com", certificate-authority-data: "" }
contexts:
- name: ${arn}
  context: { cluster: "${arn}", user: "${arn}" }
- name: broken
  context: { cluster: none, user: "${arn}" }
users:
- name: ${arn}
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: aws
      args: [--region, eu-west-1, eks, get-token, --cluster-name, ironman-2022]
      env: [{ name: AWS_PROFILE, value: support }]
`;

describe("a kubeconfig context", () => {
  test("made by `aws eks update-kubeconfig` tells cluster, region and profile", async () => {
    const file = await write("config", made);
    expect(contextFacts({ kubeconfig: file }, {})).toEqual({
      context: arn,
      server: "https://ABC.gr7.eu-west-1.eks.amazonaws.com",
      eksName: "ironman-2022",
      region: "eu-west-1",
      profile: "support",
    });
  });

  test("with another alias is understood by its plugin's arguments", async () => {
    const file = await write(
      "config",
      made.replaceAll(arn, "work").replace("--cluster-name, ironman", "--cluster-name=ironman"),
    );
    expect(contextFacts({}, { KUBECONFIG: file })).toMatchObject({
      context: "work",
      eksName: "ironman-2022",
      region: "eu-west-1",
    });
  });

  test("is found in any of several files, and the first to name a thing wins", async () => {
    const first = await write("first", made.replace("https://ABC", "https://FIRST"));
    const second = await write(
      "second",
      `${made.replace("https://ABC", "https://SECOND")}`.replace("name: broken", "name: other"),
    );
    const both = [first, join(directory, "absent"), second].join(delimiter);
    expect(contextFacts({}, { KUBECONFIG: both })).toMatchObject({
      server: "https://FIRST.gr7.eu-west-1.eks.amazonaws.com",
    });
    expect(contextFacts({ context: "other" }, { KUBECONFIG: both })).toMatchObject({
      failure: { code: "BadKubeconfig" },
    });
  });

  test.each([
    ["clusters: [", "BadKubeconfig", /cannot be used/],
    ["apiVersion: v1", "BadKubeconfig", /no current context/],
    [made.replace("https://ABC", "ftp://ABC"), "BadKubeconfig", /no http or https address/],
  ])("in a file that is broken is a failure with the reason", async (text, code, message) => {
    const file = await write("config", text);
    expect(contextFacts({ kubeconfig: file }, {})).toMatchObject({
      failure: { code, message: expect.stringMatching(message) },
    });
  });

  test("that names a cluster which is not there says which", async () => {
    const file = await write("config", made);
    expect(contextFacts({ kubeconfig: file, context: "broken" }, {})).toMatchObject({
      failure: { message: 'Context "broken" names cluster "none", which the kubeconfig lacks.' },
    });
  });

  test("is missing where there is no kubeconfig at all", () => {
    expect(contextFacts({}, { HOME: directory })).toMatchObject({ failure: { code: "NoKubeconfig" } });
  });
});

async function write(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}
