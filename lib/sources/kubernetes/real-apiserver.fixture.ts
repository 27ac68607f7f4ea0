import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Agent, request } from "undici";
import { kubeconfigOf } from "./api-server.fixture.ts";

export interface Answered {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

const adminToken = "admin-token";
export const strangerToken = "stranger-token";

/** etcd and kube-apiserver on loopback, from the binaries in KUBEBUILDER_ASSETS. Two API servers share one etcd, so that one may suffer while the other is told things. */
export class RealCluster {
  readonly directory: string;
  private readonly assets: string;
  private readonly agent = new Agent({ connect: { rejectUnauthorized: false } });
  private readonly processes = new Map<string, ChildProcess>();
  private readonly ports: Readonly<Record<"etcd" | "peer" | "watched" | "other", number>>;

  private constructor(assets: string, directory: string, ports: RealCluster["ports"]) {
    this.assets = assets;
    this.directory = directory;
    this.ports = ports;
  }

  static async start(assets: string): Promise<RealCluster> {
    const directory = await mkdtemp(join(tmpdir(), "trunkscope-apiserver-"));
    const [etcd = 0, peer = 0, watched = 0, other = 0] = await freePorts(4);
    const cluster = new RealCluster(assets, directory, { etcd, peer, watched, other });
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await writeFile(join(directory, "sa.key"), privateKey.export({ type: "pkcs1", format: "pem" }));
    await writeFile(join(directory, "sa.pub"), publicKey.export({ type: "spki", format: "pem" }));
    await writeFile(
      join(directory, "tokens.csv"),
      `${adminToken},admin,admin,system:masters\n${strangerToken},stranger,stranger\n`,
    );
    const client = `http://127.0.0.1:${etcd}`;
    const peers = `http://127.0.0.1:${peer}`;
    cluster.spawn("etcd", "etcd", [
      `--data-dir=${join(directory, "etcd")}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peers}`,
      `--initial-advertise-peer-urls=${peers}`,
      `--initial-cluster=default=${peers}`,
      "--unsafe-no-fsync",
    ]);
    await cluster.startServer("other");
    await cluster.startServer("watched");
    return cluster;
  }

  async startServer(name: "watched" | "other"): Promise<void> {
    const file = (path: string) => join(this.directory, path);
    this.spawn(name, "kube-apiserver", [
      `--etcd-servers=http://127.0.0.1:${this.ports.etcd}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      `--secure-port=${this.ports[name]}`,
      `--cert-dir=${file(`certs-${name}`)}`,
      "--service-cluster-ip-range=10.96.0.0/16",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${file("sa.pub")}`,
      `--service-account-signing-key-file=${file("sa.key")}`,
      `--token-auth-file=${file("tokens.csv")}`,
      "--authorization-mode=RBAC",
      "--disable-admission-plugins=ServiceAccount",
      "--allow-privileged",
    ]);
    for (;;) {
      const ready = await this.send("GET", "/readyz", undefined, name).catch(() => null);
      if (ready?.status === 200) return;
      await delay(250);
    }
  }

  signal(name: "watched" | "other", signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
    this.processes.get(name)?.kill(signal);
  }

  async kill(name: "watched" | "other"): Promise<void> {
    const process = this.processes.get(name);
    this.signal(name, "SIGKILL");
    if (process && process.exitCode === null && process.signalCode === null) await once(process, "exit");
  }

  /** A kubeconfig of the watched server that trusts its own certificate alone. */
  async kubeconfig(token = adminToken): Promise<string> {
    const certificate = join(this.directory, "certs-watched", "apiserver.crt");
    await readFile(certificate);
    const path = join(this.directory, `config-${token}`);
    const cluster = { server: `https://127.0.0.1:${this.ports.watched}`, "certificate-authority": certificate };
    await writeFile(path, JSON.stringify(kubeconfigOf(cluster, { token })));
    return path;
  }

  /** Asks the other server, as an administrator. */
  async send(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: unknown,
    name: "watched" | "other" = "other",
  ): Promise<Answered> {
    const response = await request(`https://127.0.0.1:${this.ports[name]}${path}`, {
      dispatcher: this.agent,
      method,
      headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    return { status: response.statusCode, json: text.startsWith("{") ? JSON.parse(text) : {} };
  }

  async create(path: string, object: unknown): Promise<void> {
    const { status, json } = await this.send("POST", path, object);
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${json["message"]}`);
  }

  /** Removes an object and returns once it is gone. */
  async remove(path: string): Promise<void> {
    await this.send("DELETE", path, { gracePeriodSeconds: 0 });
    while ((await this.send("GET", path)).status !== 404) await delay(20);
  }

  /** Makes etcd forget all history up to now. */
  async compact(): Promise<void> {
    const gateway = `http://127.0.0.1:${this.ports.etcd}/v3/kv`;
    const range = await request(`${gateway}/range`, { method: "POST", body: JSON.stringify({ key: "AA==" }) });
    const { header } = (await range.body.json()) as { header: { revision: string } };
    const done = await request(`${gateway}/compaction`, {
      method: "POST",
      body: JSON.stringify({ revision: header.revision, physical: true }),
    });
    if (done.statusCode !== 200) throw new Error(`compaction: ${done.statusCode} ${await done.body.text()}`);
    await done.body.dump();
  }

  async stop(): Promise<void> {
    for (const process of this.processes.values()) process.kill("SIGKILL");
    await this.agent.destroy();
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  private spawn(name: string, binary: string, flags: readonly string[]): void {
    const process = spawn(join(this.assets, binary), flags, {
      cwd: this.directory,
      stdio: ["ignore", "ignore", "pipe"],
    });
    process.stderr?.pipe(createWriteStream(join(this.directory, `${name}.log`), { flags: "a" }));
    this.processes.set(name, process);
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) server.close();
  return ports;
}
