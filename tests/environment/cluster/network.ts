// The cluster's links, routes, kernel settings and packet filter, created idempotently and removed exactly.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { attempt, run } from "../command";
import { chainsInput, type Fence, fences, removalInput } from "./fences";
import { nodeAddress, nodeLink, nodeRange, paths, podLink, podRange, serviceRange } from "./settings";

/** What the cluster needs: packets are forwarded between Pods, also when they cross a bridge. */
const wantedSettings: Record<string, string> = {
  "net/ipv4/ip_forward": "1",
  "net/bridge/bridge-nf-call-iptables": "1",
  "net/bridge/bridge-nf-call-ip6tables": "1",
};

/** What the kubelet sets by itself; it is restored as well. */
const kubeletSettings = [
  "kernel/keys/root_maxbytes",
  "kernel/keys/root_maxkeys",
  "kernel/panic",
  "kernel/panic_on_oops",
  "vm/overcommit_memory",
  "vm/panic_on_oom",
];

const settingFile = (name: string) => `/proc/sys/${name}`;
const readSetting = (name: string) => readFileSync(settingFile(name), "utf8").trim();

/** A range as a whole is unreachable unless there is a better route, so it never uses the default route. */
const lastResort = [podRange, nodeRange].map((range) => ["unreachable", range, "metric", "4000"]);

export async function makeNetwork(): Promise<void> {
  const before = saveSettings();
  // Fences first: the addresses must never exist without them.
  await makeFences(fences(before["net/ipv4/ip_forward"] === "1"));
  await makeLinks();
  for (const [name, value] of Object.entries(wantedSettings)) {
    if (readSetting(name) !== value) writeFileSync(settingFile(name), value);
  }
}

export async function removeNetwork(): Promise<void> {
  for (const link of [podLink, nodeLink]) {
    if (existsSync(`/sys/class/net/${link}`)) await run("ip", ["link", "delete", link]);
  }
  for (const route of lastResort) await attempt("ip", ["route", "delete", ...route]);
  for (const family of ["iptables", "ip6tables"]) await removeChains(family);
  restoreSettings();
}

async function makeLinks(): Promise<void> {
  if (!existsSync(`/sys/class/net/${nodeLink}`)) await run("ip", ["link", "add", nodeLink, "type", "bridge"]);
  await run("ip", ["address", "replace", `${nodeAddress}/32`, "dev", nodeLink]);
  await run("ip", ["link", "set", nodeLink, "up"]);
  await run("ip", ["route", "replace", serviceRange, "dev", nodeLink, "src", nodeAddress]);
  for (const route of lastResort) await run("ip", ["route", "replace", ...route]);
}

async function makeFences(wanted: Fence[]): Promise<void> {
  for (const table of ["mangle", "filter"] as const) {
    await run("iptables-restore", ["-w", "--noflush"], { input: chainsInput(wanted, table) });
  }
  for (const { table, hook, chain, place } of wanted) {
    const rule = ["-w", "-t", table];
    const there = await attempt("iptables", [...rule, "-C", hook, "-j", chain]);
    if (there.code !== 0) await run("iptables", [...rule, place === "first" ? "-I" : "-A", hook, "-j", chain]);
  }
}

async function removeChains(family: string): Promise<void> {
  const saved = await attempt(`${family}-save`, []);
  const input = removalInput(saved.stdout);
  if (input !== undefined) await run(`${family}-restore`, ["-w", "--noflush"], { input });
}

/** The settings before the first start; a later start must not mistake the cluster's settings for them. */
function saveSettings(): Record<string, string> {
  if (existsSync(paths.kernelSettings)) return JSON.parse(readFileSync(paths.kernelSettings, "utf8"));
  const names = [...Object.keys(wantedSettings), ...kubeletSettings].filter((name) => existsSync(settingFile(name)));
  const settings = Object.fromEntries(names.map((name) => [name, readSetting(name)]));
  writeFileSync(paths.kernelSettings, JSON.stringify(settings, null, 2));
  return settings;
}

function restoreSettings(): void {
  if (!existsSync(paths.kernelSettings)) return;
  const settings: Record<string, string> = JSON.parse(readFileSync(paths.kernelSettings, "utf8"));
  for (const [name, value] of Object.entries(settings)) {
    if (existsSync(settingFile(name)) && readSetting(name) !== value) writeFileSync(settingFile(name), value);
  }
  rmSync(paths.kernelSettings);
}
