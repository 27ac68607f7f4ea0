import { isIP } from "node:net";

export interface HostAndPort {
  readonly name: string;
  /** `null`: none was written. */
  readonly port: number | null;
}

const loopbackNames = ["localhost", "127.0.0.1", "::1"];

/** `name`, `name:port`, `1.2.3.4:port` or `[::1]:port`, lower case and without brackets; `null` when it is none of these. */
export function hostName(text: string): HostAndPort | null {
  const match = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<name>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?))(?::(?<port>\d{1,5}))?$/i.exec(
    text,
  );
  if (!match?.groups) return null;
  const { six, name, port } = match.groups;
  if (six !== undefined && isIP(six) !== 6) return null;
  const number = port === undefined ? null : Number(port);
  if (number !== null && (number < 1 || number > 65_535)) return null;
  return { name: (six ?? name ?? "").toLowerCase(), port: number };
}

/** Whether only this machine can reach the address. */
export function isLoopback(address: string): boolean {
  return loopbackNames.includes(address.toLowerCase()) || (isIP(address) === 4 && address.startsWith("127."));
}

/** Every `name:port` a request may be addressed to: loopback names on the listening port, and those that were configured. */
export function allowedHosts(
  listen: { readonly address: string; readonly allowedHosts: readonly string[] },
  port: number,
): string[] {
  const own = [...loopbackNames, ...(isWildcard(listen.address) ? [] : [listen.address])];
  const hosts = new Set(own.map((name) => written(name.toLowerCase(), port)));
  if (port === 80) for (const name of own) hosts.add(bracketed(name.toLowerCase()));
  for (const text of listen.allowedHosts) {
    const host = hostName(text);
    if (host === null) continue;
    hosts.add(written(host.name, host.port ?? port));
    // A proxy in front of us listens on the scheme's own port, which browsers leave out of Host.
    if (host.port === null) hosts.add(bracketed(host.name));
  }
  return [...hosts];
}

function isWildcard(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

function written(name: string, port: number): string {
  return `${bracketed(name)}:${port}`;
}

function bracketed(name: string): string {
  return name.includes(":") ? `[${name}]` : name;
}
