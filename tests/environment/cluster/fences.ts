// The packet filter rules that keep the cluster on this machine, and the commands that remove exactly them. Pure.
import { nodeAddress, nodeLink, nodePodRange, nodeRange, podLink, podRange, serviceRange } from "./settings";

/** A chain of the cluster, the built-in chain that jumps to it, and the position of the jump. */
export interface Fence {
  table: "mangle" | "filter";
  chain: string;
  hook: "PREROUTING" | "POSTROUTING" | "FORWARD" | "INPUT";
  place: "first" | "last";
  rules: string[];
}

const clusterRanges = [serviceRange, podRange, nodeRange];
const clusterLinks = ["lo", nodeLink, podLink];

/**
 * The fences name the cluster's own links and block everything else, so they apply to every uplink: one, several, none, or a later one.
 * Those in mangle come before filter, so that no accept rule of others can override them.
 */
export function fences(machineForwards: boolean): Fence[] {
  return [
    {
      table: "mangle",
      chain: "FAAS-OUTWARD",
      hook: "POSTROUTING",
      place: "first",
      rules: [
        ...clusterLinks.map((link) => `-o ${link} -j RETURN`),
        ...clusterRanges.map((range) => `-d ${range} -j DROP`),
        `-s ${podRange} -j DROP`,
      ],
    },
    {
      table: "mangle",
      chain: "FAAS-INWARD",
      hook: "PREROUTING",
      place: "first",
      rules: [
        ...clusterLinks.map((link) => `-i ${link} -j RETURN`),
        ...clusterRanges.map((range) => `-d ${range} -j DROP`),
      ],
    },
    { table: "filter", chain: "FAAS-FORWARD", hook: "FORWARD", place: "first", rules: forwarding(machineForwards) },
    // If the machine's policy is to drop, Pods must still reach each other, the API server and DNS.
    {
      table: "filter",
      chain: "FAAS-ACCEPT",
      hook: "FORWARD",
      place: "last",
      rules: [`-i ${podLink} -o ${podLink} -j ACCEPT`],
    },
    // Pods can reach only the node's address of the machine itself (and respond to its requests).
    {
      table: "filter",
      chain: "FAAS-INPUT",
      hook: "INPUT",
      place: "first",
      rules: [
        ...[`${nodeAddress}/32`, nodePodRange].map((range) => `-i ${podLink} -s ${podRange} -d ${range} -j ACCEPT`),
        `-i ${podLink} -j REJECT`,
      ],
    },
  ];
}

/** Pods reach Pods, Services and the node; a machine that forwarded nothing before still forwards nothing else. */
function forwarding(machineForwards: boolean): string[] {
  return [
    ...[podRange, serviceRange, `${nodeAddress}/32`].map((range) => `-s ${podRange} -d ${range} -j RETURN`),
    `-s ${podRange} -j REJECT`,
    machineForwards ? `-d ${podRange} -j REJECT` : "-j REJECT",
  ];
}

/**
 * Input for "iptables-restore --noflush" that recreates the chains atomically. Jumps are handled separately: they must not be duplicated.
 */
export function chainsInput(wanted: Fence[], table: Fence["table"]): string {
  const ofTable = wanted.filter((fence) => fence.table === table);
  const declared = ofTable.map((fence) => `:${fence.chain} - [0:0]`);
  const rules = ofTable.flatMap((fence) => fence.rules.map((rule) => `-A ${fence.chain} ${rule}`));
  return [`*${table}`, ...declared, ...rules, "COMMIT", ""].join("\n");
}

const ours = /^(KUBE|FAAS)-/;

/**
 * From the output of "iptables-save": input for "iptables-restore --noflush" that deletes the cluster's chains and the jumps to them, and
 * nothing else. Undefined if there is nothing to delete.
 */
export function removalInput(saved: string): string | undefined {
  const parts = saved.split(/^COMMIT$/m).map(tableRemoval);
  const found = parts.filter((part) => part !== undefined);
  return found.length === 0 ? undefined : found.join("");
}

function tableRemoval(saved: string): string | undefined {
  const lines = saved.split("\n");
  const table = lines.find((line) => line.startsWith("*"));
  const chains = lines.flatMap((line) => /^:(\S+)/.exec(line)?.[1] ?? []).filter((chain) => ours.test(chain));
  const jumps = lines.filter((line) => isJumpToOurs(line)).map((line) => line.replace(/^-A/, "-D"));
  if (table === undefined || chains.length + jumps.length === 0) return undefined;
  const flushed = chains.map((chain) => `-F ${chain}`);
  const deleted = chains.map((chain) => `-X ${chain}`);
  return [table, ...jumps, ...flushed, ...deleted, "COMMIT", ""].join("\n");
}

/** A rule in another chain whose target is a chain of the cluster. */
function isJumpToOurs(line: string): boolean {
  const [, chain, target] = /^-A (\S+) (?:.* )?(?:-j|-g) (\S+)/.exec(line) ?? [];
  return chain !== undefined && target !== undefined && !ours.test(chain) && ours.test(target);
}
