/** The lock file with an entry for every optional dependency; `ask` may know a package's platform better than its name tells. */
export function completeLock(lock: Lock, ask: (name: string, version: string) => Platform | undefined): Lock {
  const added = missingFrom(lock).map(({ parent, name, version }) => {
    const { cpu, libc, os } = ask(name, version) ?? platformOf(name);
    const entry = {
      version,
      ...(cpu && { cpu }),
      ...(lock.packages[parent]?.dev && { dev: true }),
      ...(libc && { libc }),
      optional: true,
      ...(os && { os }),
    };
    return [`node_modules/${name}`, entry] as const;
  });
  const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(added) });
  return { ...lock, packages: Object.fromEntries(packages.sort(([a], [b]) => a.localeCompare(b, "en"))) };
}

/** Optional dependencies that some package names and the lock file lacks. */
export function missingFrom(lock: Lock): { parent: string; name: string; version: string }[] {
  return Object.entries(lock.packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !placesOf(parent, name).some((place) => place in lock.packages))
      .map(([name, range]) => ({ parent, name, version: range.replace(/^[~^]/, "") })),
  );
}

/** What a package's name tells: `@next/swc-linux-x64-musl` runs on Linux, x64, musl. */
export function platformOf(name: string): Platform {
  const words = name.split(/[-/]/);
  const os = words.find((word) => word in systems);
  const cpu = words.find((word) => word in processors);
  if (!os || !cpu)
    throw new Error(`The name ${name} does not tell its platform: add its words to bin/project/platforms.ts.`);
  const libc = os?.startsWith("linux")
    ? words.map((word) => libraries[word]).find((found) => found !== undefined)
    : undefined;
  const system = systems[os] ?? [];
  return {
    ...(libc ? { libc: [libc] } : {}),
    cpu: [processors[cpu] ?? cpu],
    ...(system.length > 0 ? { os: system } : {}),
  };
}

export type Platform = { readonly os?: string[]; readonly cpu?: string[]; readonly libc?: string[] };

export type Lock = {
  readonly packages: Readonly<Record<string, Platform & LockEntry>>;
};

type LockEntry = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

const systems: Readonly<Record<string, string[]>> = {
  aix: ["aix"],
  android: ["android"],
  darwin: ["darwin"],
  freebsd: ["freebsd"],
  linux: ["linux"],
  linuxmusl: ["linux"],
  netbsd: ["netbsd"],
  openbsd: ["openbsd"],
  openharmony: ["openharmony"],
  sunos: ["sunos"],
  wasm32: [],
  win32: ["win32"],
};

const processors: Readonly<Record<string, string>> = {
  arm: "arm",
  arm64: "arm64",
  ia32: "ia32",
  loong64: "loong64",
  mips64el: "mips64el",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
  x64: "x64",
};

const libraries: Readonly<Record<string, string>> = {
  gnu: "glibc",
  gnueabihf: "glibc",
  linuxmusl: "musl",
  musl: "musl",
  musleabihf: "musl",
};

/** Where Node would look for `name` from the package at `parent`, nearest first. */
function placesOf(parent: string, name: string): string[] {
  const folders = parent.split("/node_modules/");
  const nested = folders.map((_, index) => folders.slice(0, folders.length - index).join("/node_modules/"));
  return [
    ...nested.filter((folder) => folder !== "").map((folder) => `${folder}/node_modules/${name}`),
    `node_modules/${name}`,
  ];
}
