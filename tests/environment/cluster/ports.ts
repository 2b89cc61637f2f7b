// Which processes listen on which ports of this machine, from /proc, so that a port conflict names the process.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { isIPv4 } from "node:net";
import { allPids, commandLine } from "./processes";

export interface Listener {
  address: string;
  port: number;
  inode: string;
}

const listening = "0A";

/** Listeners in a table like /proc/net/tcp. IPv6 addresses are only distinguished as "::" (any) or "other". */
export function parseListeners(table: string): Listener[] {
  const rows = table.trim().split("\n").slice(1);
  return rows.flatMap((row) => {
    const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    return state === listening ? [{ address: readAddress(address), port: Number.parseInt(port, 16), inode }] : [];
  });
}

/** Which process occupies "address:port", if any; without a pid if the process can't be found. */
export function findHolder(endpoint: string): { pid?: number; command: string } | undefined {
  const [address, port] = endpoint.split(":");
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => parseListeners(readFileSync(file, "utf8")));
  const holder = tables
    .flat()
    .find((one) => one.port === Number(port) && [address, "0.0.0.0", "::"].includes(one.address));
  if (holder === undefined) return undefined;
  const pid = allPids().find((candidate) => holdsSocket(candidate, holder.inode));
  return pid === undefined ? { command: "" } : { pid, command: commandLine(pid).join(" ") };
}

/** The kernel prints each 32-bit word of an address as a number in this machine's byte order. */
function readAddress(hex: string): string {
  if (/^0{32}$/.test(hex)) return "::";
  const bytes = Buffer.from(hex.slice(-8), "hex").reverse();
  const mapped = hex.length === 8 || hex.startsWith("0000000000000000FFFF0000");
  const address = [...bytes].join(".");
  return mapped && isIPv4(address) ? address : "other";
}

function holdsSocket(pid: number, inode: string): boolean {
  try {
    const directory = `/proc/${pid}/fd`;
    return readdirSync(directory).some((fd) => readlinkSync(`${directory}/${fd}`) === `socket:[${inode}]`);
  } catch {
    // The process, or one of its files, disappeared meanwhile.
    return false;
  }
}
