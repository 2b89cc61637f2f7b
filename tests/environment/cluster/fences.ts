// The packet filter rules that keep the cluster on this machine, and the commands that remove exactly them. Pure.
import { nodeAddress, nodeLink, nodePodRange, nodeRange, podLink, podRange, serviceRange } from "./settings";

/** A chain of ours, the built-in chain that jumps to it, and where in that chain the jump stands. */
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
 * The fences name the cluster's own links and close everything else, so they hold for every uplink: one, several, none,
 * or one that comes later. Those in mangle stand before filter, so that no accept rule of anybody can overrule them.
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
    // Where the machine's policy is to drop, Pods must still reach each other, the API server and DNS.
    {
      table: "filter",
      chain: "FAAS-ACCEPT",
      hook: "FORWARD",
      place: "last",
      rules: [`-i ${podLink} -o ${podLink} -j ACCEPT`],
    },
    // Of the machine itself Pods see the node's address only (and answer those who asked them).
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

/** Input for "iptables-restore --noflush" that makes the chains anew, all at once. Jumps are set apart: they must not double. */
export function chainsInput(wanted: Fence[], table: Fence["table"]): string {
  const ofTable = wanted.filter((fence) => fence.table === table);
  const declared = ofTable.map((fence) => `:${fence.chain} - [0:0]`);
  const rules = ofTable.flatMap((fence) => fence.rules.map((rule) => `-A ${fence.chain} ${rule}`));
  return [`*${table}`, ...declared, ...rules, "COMMIT", ""].join("\n");
}

const ours = /^(KUBE|FAAS)-/;

/**
 * From the output of "iptables-save": input for "iptables-restore --noflush" that deletes the cluster's chains and the
 * jumps to them, and names nothing else. Undefined when there is nothing to delete.
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

/** A rule of somebody else's chain whose target is a chain of ours. */
function isJumpToOurs(line: string): boolean {
  const [, chain, target] = /^-A (\S+) (?:.* )?(?:-j|-g) (\S+)/.exec(line) ?? [];
  return chain !== undefined && target !== undefined && !ours.test(chain) && ours.test(target);
}
