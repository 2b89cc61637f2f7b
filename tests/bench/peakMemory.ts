// The largest resident memory of processes while something runs, by the words of their command lines. From /proc, so on Linux only.
import { readdirSync, readFileSync } from "node:fs";

const pauseMilliseconds = 100;

/** MiB of the largest process of each kind; the patterns are by kind. */
export async function peakMemory<Kind extends string>(
  patterns: Record<Kind, RegExp>,
  work: () => Promise<unknown>,
): Promise<Record<Kind, number>> {
  const most = Object.fromEntries(Object.keys(patterns).map((kind) => [kind, 0])) as Record<Kind, number>;
  const look = () => {
    for (const { command, peak } of processes())
      for (const [kind, pattern] of Object.entries<RegExp>(patterns) as [Kind, RegExp][])
        if (pattern.test(command)) most[kind] = Math.max(most[kind], peak);
  };
  const timer = setInterval(look, pauseMilliseconds);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most;
}

function processes(): { command: string; peak: number }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
        return kibibytes === undefined ? [] : [{ command, peak: Number(kibibytes) / 1024 }];
      } catch {
        return []; // It has ended.
      }
    });
}
