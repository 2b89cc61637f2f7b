// The machine's requirements, checked before anything is started. Each missing one is reported with its remedy.
import { accessSync, constants, existsSync, mkdirSync, rmSync, statfsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { attempt } from "../command";
import { clusterHome, home } from "../home";
import { EnvironmentProblem } from "../progress";
import { missingControllers } from "./cgroups";
import { findProcess } from "./processes";

/** Images unpacked for containerd, etcd's data, logs and the registry's blobs, with a margin. */
const neededGibibytes = 4;

const packages: Record<string, string> = {
  containerd: "containerd",
  "containerd-shim-runc-v2": "containerd",
  runc: "runc",
  "docker-registry": "docker-registry",
  iptables: "iptables",
  ip6tables: "iptables",
  ip: "iproute2",
  openssl: "openssl",
  mount: "mount",
};

const plugins = ["bridge", "host-local", "loopback"].map((name) => `/usr/lib/cni/${name}`);

export async function checkRequirements(): Promise<void> {
  requireRoot();
  mkdirSync(clusterHome, { recursive: true });
  const problems = [...missingPrograms(), ...diskProblems(), ...(await kernelProblems())];
  if (problems.length > 0) throw new EnvironmentProblem(problems.join("\n"));
}

export function requireRoot(): void {
  const user = process.getuid?.();
  if (process.platform === "linux" && user === 0) return;
  throw new EnvironmentProblem(
    `the local cluster needs root on Linux, for its links, packet filter rules and mounts, but this is ${process.platform} with user id ${user}; run it as root, or name a cluster of your own with --kubeconfig`,
  );
}

function missingPrograms(): string[] {
  const missing = Object.keys(packages).filter((program) => !isOnPath(program));
  const names = new Set(missing.map((program) => packages[program]));
  if (!plugins.every((plugin) => existsSync(plugin))) {
    missing.push("the CNI plugins");
    names.add("containernetworking-plugins");
  }
  if (missing.length === 0) return [];
  const mend = `apt-get install ${[...names].join(" ")}, and have /usr/sbin and /sbin on PATH`;
  return [`${missing.join(", ")} not found (PATH is ${process.env.PATH}); ${mend}`];
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A running cluster already has what it needs. */
function diskProblems(): string[] {
  if (findProcess("containerd") !== undefined) return [];
  const { bavail, bsize } = statfsSync(clusterHome);
  const free = (bavail * bsize) / 2 ** 30;
  if (free >= neededGibibytes) return [];
  return [
    `too little disk: the cluster needs ${neededGibibytes} GiB in ${home}, but only ${free.toFixed(1)} GiB are free there; free some, or set KNATIVE_FAAS_HOME to a directory on a larger disk`,
  ];
}

async function kernelProblems(): Promise<string[]> {
  // Fails if these are built into the kernel, or if there are no modules at all: what counts is tested below.
  await attempt("modprobe", ["-a", "overlay", "br_netfilter", "bridge", "veth"]).catch(() => undefined);
  const problems = await Promise.all([overlayProblem(), filterProblem()]);
  const controllers = missingControllers();
  return [
    ...problems.flat(),
    ...(existsSync("/proc/sys/net/bridge/bridge-nf-call-iptables")
      ? []
      : ["the kernel does not filter bridged packets, so Services would not answer; load its module br_netfilter"]),
    ...(controllers.length === 0 ? [] : [`no cgroup controllers ${controllers.join(", ")}; mount or enable them`]),
  ];
}

/** Whether an overlay can be mounted depends on the kernel and on the file system of the home: so one is mounted. */
async function overlayProblem(): Promise<string[]> {
  const probe = join(clusterHome, "overlay-probe");
  const inProbe = (name: string) => join(probe, name);
  const target = inProbe("target");
  for (const name of ["lower", "upper", "work", "target"]) mkdirSync(inProbe(name), { recursive: true });
  const options = `lowerdir=${inProbe("lower")},upperdir=${inProbe("upper")},workdir=${inProbe("work")}`;
  const result = await attempt("mount", ["-t", "overlay", "overlay", "-o", options, target]);
  if (result.code === 0) await attempt("umount", [target]);
  rmSync(probe, { recursive: true, force: true });
  if (result.code === 0) return [];
  return [
    `containers need overlay mounts, and ${home} does not allow them (${result.stderr.trim().split("\n")[0]}); set KNATIVE_FAAS_HOME to a directory on ext4 or xfs`,
  ];
}

async function filterProblem(): Promise<string[]> {
  if (!isOnPath("iptables")) return [];
  const problems = ["filter", "nat", "mangle"].map(async (table) => {
    const result = await attempt("iptables", ["-w", "-t", table, "-S"]);
    if (result.code === 0) return [];
    return [`the packet filter's table ${table} cannot be used: ${result.stderr.trim()}`];
  });
  return (await Promise.all(problems)).flat();
}
