// What the console knows of a stack now, and who is told when it changes.
import type { Graph } from "../../graph/graphModel";
import type { StackFunction } from "../stackState";
import { ClusterWatch, type Followed } from "./clusterWatch";
import { type ConsoleMap, changedStatuses, type Message, type Statuses, statusesOf } from "./consoleModel";

type Listener = (message: Message) => void;

/** A change of one object rarely comes alone. */
const debounceMilliseconds = 100;

const servingKinds = ["Service", "Revision", "Pod"];

export class ConsoleState {
  private readonly listeners = new Set<Listener>();
  private readonly watch: ClusterWatch;
  private statuses: Statuses = {};
  private problems: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly stack: string,
    private readonly graph: Graph,
    private readonly functions: StackFunction[],
    private readonly map: ConsoleMap,
    signal: AbortSignal,
  ) {
    this.watch = new ClusterWatch(() => this.soon(), signal);
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  follow(all: Followed[]): void {
    this.watch.follow(all);
  }

  /** Tells the listener everything, and from then on what changes. Returns what ends that. */
  subscribe(listener: Listener): () => void {
    listener({ kind: "map", stack: this.stack, map: this.map });
    listener({ kind: "statuses", statuses: this.statuses });
    listener({ kind: "problems", problems: this.problems });
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.compare();
    }, debounceMilliseconds);
  }

  private compare(): void {
    const of = (name: string) => this.watch.all((kind) => kind === name);
    const observed = {
      ...{ services: of("Service"), revisions: of("Revision"), pods: of("Pod") },
      others: this.watch.all((kind) => !servingKinds.includes(kind)),
    };
    const now = statusesOf(this.graph, this.functions, observed);
    const changed = changedStatuses(this.statuses, now);
    this.statuses = now;
    const statuses = Object.fromEntries(Object.entries(changed).map(([id, status]) => [id, status ?? null]));
    if (Object.keys(statuses).length > 0) this.tell({ kind: "statuses", statuses });
    const problems = this.watch.problems();
    if (JSON.stringify(problems) !== JSON.stringify(this.problems)) this.tell({ kind: "problems", problems });
    this.problems = problems;
  }

  private tell(message: Message): void {
    for (const listener of this.listeners) listener(message);
  }
}
