// The spec files of a run, their levels, and what has to pass before what.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Locks, locks } from "./locks";
import { parts } from "./parts";

export const levels = ["unit", "component", "plugin", "servers", "engine", "cluster"] as const;
export type Level = (typeof levels)[number];

/** A spec file, or one part of it: what one process runs. */
export interface Task {
  level: Level;
  /** Relative to tests/, e.g. "cluster/traffic.spec.ts". */
  file: string;
  /** "2/4": the second of four parts. */
  part?: string;
  locks: Locks;
}

/** Levels whose files leave nothing behind in their process, which then runs others. */
export const sharedLevels: Level[] = ["unit", "component"];

/** Levels that run concurrently; a stage begins when the previous one has ended. */
export const stages: { levels: Level[] /** What fails here ends the run. */; isGate?: true }[] = [
  { levels: ["unit", "component"], isGate: true },
  { levels: ["plugin"] },
  { levels: ["servers", "engine", "cluster"] },
];

export const testsHome = join(__dirname, "..");

export function tasksOf(level: Level): Task[] {
  const files = readdirSync(join(testsHome, level)).filter((file) => file.endsWith(".spec.ts"));
  return files.sort().flatMap((name) => {
    const file = `${level}/${name}`;
    const task: Task = { level, file, locks: locks[file] ?? {} };
    const count = parts[file] ?? 1;
    if (count === 1) return [task];
    return Array.from({ length: count }, (_, index) => ({ ...task, part: `${index + 1}/${count}` }));
  });
}

/** Files of the level "engine" that do not use the cluster. */
const apart = ["engine/sdks.spec.ts", "engine/verify.spec.ts"];

export const usesCluster = ({ level, file }: Task) =>
  (level === "engine" || level === "cluster") && !apart.includes(file);

/** The name of a task in the output: "cluster/examples 2/4". */
export function nameOf({ file, part }: Pick<Task, "file" | "part">): string {
  const name = file.replace(/\.spec\.ts$/, "");
  return part === undefined ? name : `${name} ${part}`;
}
