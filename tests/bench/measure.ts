// Measuring: each round runs this package and the baseline one after the other, so that both see the same machine; a first round warms
// up.
import { loadavg } from "node:os";

export interface Figures {
  median: number;
  least: number;
  most: number;
}

export interface Row {
  name: string;
  unit: "s" | "ms" | "MiB";
  ours: Figures;
  /** What it is measured against, in the same run. */
  peer?: Figures;
  /** The goal for this package's figure, or for its ratio to the peer. */
  goal?: number;
}

export function figures(values: number[]): Figures {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] as number;
  return { median: at(0.5), least: at(0), most: at(1) };
}

/** Interleaved: own, peer, own, peer, ... Each returns its figure. */
export async function rounds(count: number, ours: () => Promise<number>, peer: () => Promise<number>) {
  const measured = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round <= count; round++) {
    const [one, other] = [await ours(), await peer()];
    // The first round fills caches.
    if (round > 0) {
      measured.ours.push(one);
      measured.peer.push(other);
    }
  }
  return { ours: figures(measured.ours), peer: figures(measured.peer) };
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

export function print(rows: Row[]): void {
  for (const { name, unit, ours, peer, goal } of rows) {
    const digits = { s: 2, ms: 1, MiB: 0 }[unit];
    const told = (value: Figures) =>
      `${value.median.toFixed(digits)} (${value.least.toFixed(digits)}-${value.most.toFixed(digits)}) ${unit}`;
    const ratio = peer === undefined ? "" : `  peer ${told(peer)}  ratio ${(ours.median / peer.median).toFixed(2)}`;
    console.log(`${name.padEnd(52)} ${told(ours)}${ratio}${goal === undefined ? "" : `  goal ${goal}`}`);
  }
  console.log(
    `load ${loadavg()
      .map((value) => value.toFixed(1))
      .join(" ")}`,
  );
}
