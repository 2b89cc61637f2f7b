// What the console knows of a stack now, and who is told when it changes.
import { type Graph, graphOf, type Node } from "../../graph/graphModel";
import { functionsIn, resourcesIn, type StackFunction, type StateResource, withoutSecrets } from "../stackState";
import { ClusterWatch } from "./clusterWatch";
import {
  type ConsoleMap,
  changedStatuses,
  type Message,
  type Observed,
  type PlanMessage,
  type Statuses,
  statusesOf,
} from "./consoleModel";
import { errorsIn, type Plan, type Preview, planOf } from "./consolePlan";
import { followedObjects } from "./followedObjects";

type Listener = (message: Message) => void;

export interface Origin {
  stack: string;
  /** The output of `pulumi stack export --show-secrets`. */
  exported(): Promise<unknown>;
  /** The output of `pulumi preview --json`; rejects if it fails. */
  previewed(): Promise<Preview>;
}

/** A change of one object rarely comes alone. */
const debounceMilliseconds = 100;
/** An update saves its state after it has changed an object. */
const reloadMilliseconds = 3_000;

const servingKinds = ["Service", "Revision", "Pod"];
const noPlan: PlanMessage = { kind: "plan", state: "none", words: [], nodes: {}, edges: {} };

export class ConsoleState {
  private readonly listeners = new Set<Listener>();
  private readonly watch: ClusterWatch;
  private resources: StateResource[] = [];
  private functions: StackFunction[] = [];
  private map: ConsoleMap = { width: 0, height: 0, nodes: [], edges: [] };
  private plan: PlanMessage = noPlan;
  private statuses: Statuses = {};
  private problems: string[] = [];
  private generations = "";
  private comparing: NodeJS.Timeout | undefined;
  private reloading: NodeJS.Timeout | undefined;

  constructor(
    private readonly origin: Origin,
    private readonly signal: AbortSignal,
  ) {
    this.watch = new ClusterWatch(() => this.soon(), signal);
    signal.addEventListener("abort", () => {
      clearTimeout(this.comparing);
      clearTimeout(this.reloading);
    });
  }

  /** Reads the stack's state. */
  async load(): Promise<void> {
    const exported = await this.origin.exported();
    const all = resourcesIn(exported);
    this.functions = functionsIn(all);
    this.resources = resourcesIn(withoutSecrets(exported));
    this.watch.follow(followedObjects(all, this.functions));
    await this.draw(graphOf(withoutSecrets(exported), { isComplete: true }), noPlan);
  }

  /** Runs a preview, and lays it over the map. A preview that fails is told, and is not an error. */
  async preview(): Promise<void> {
    if (this.plan.state === "running") return;
    this.become({ ...noPlan, state: "running" });
    try {
      const preview = withoutSecrets(await this.origin.previewed());
      const errors = errorsIn(preview);
      if (errors.length > 0) this.become({ ...noPlan, state: "failed", words: errors });
      else await this.drawPlan(planOf(this.resources, preview));
    } catch (error) {
      this.become({ ...noPlan, state: "failed", words: [(error as Error).message] });
    }
  }

  /** Resolves once the cluster was read, or could not be. */
  async settled(): Promise<void> {
    await this.watch.settled();
    this.compare();
  }

  /** Everything, as a page needs it first. */
  messages(): Message[] {
    return [
      { kind: "map", stack: this.origin.stack, map: this.map },
      { kind: "statuses", statuses: this.statuses },
      { kind: "problems", problems: this.problems },
      this.plan,
    ];
  }

  /** Tells the listener everything, and from then on what changes. Returns what ends that. */
  subscribe(listener: Listener): () => void {
    for (const message of this.messages()) listener(message);
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private drawPlan({ graph, nodes, edges }: Plan): Promise<void> {
    const words =
      Object.keys(nodes).length + Object.keys(edges).length === 0 ? ["An update would change nothing here."] : [];
    return this.draw(graph, { kind: "plan", state: "done", words, nodes, edges });
  }

  private async draw(graph: Graph, plan: PlanMessage): Promise<void> {
    const { mapLayout } = require("./mapLayout") as typeof import("./mapLayout");
    this.map = await mapLayout(graph);
    this.tell({ kind: "map", stack: this.origin.stack, map: this.map });
    this.statuses = {};
    this.become(plan);
    this.compare();
  }

  private become(plan: PlanMessage): void {
    this.plan = plan;
    this.tell(plan);
  }

  private soon(): void {
    this.comparing ??= setTimeout(() => {
      this.comparing = undefined;
      this.compare();
    }, debounceMilliseconds);
  }

  private compare(): void {
    const observed = this.observed();
    const isThere = ({ id }: Node) => this.plan.nodes[id]?.mark !== "new";
    const now = statusesOf(this.map.nodes.filter(isThere), this.functions, observed);
    const changed = changedStatuses(this.statuses, now);
    this.statuses = now;
    const statuses = Object.fromEntries(Object.entries(changed).map(([id, status]) => [id, status ?? null]));
    if (Object.keys(statuses).length > 0) this.tell({ kind: "statuses", statuses });
    const problems = this.watch.problems();
    if (JSON.stringify(problems) !== JSON.stringify(this.problems)) this.tell({ kind: "problems", problems });
    this.problems = problems;
    this.reloadAfter(observed);
  }

  private observed(): Observed {
    const of = (name: string) => this.watch.all((kind) => kind === name);
    const others = this.watch.all((kind) => !servingKinds.includes(kind));
    return { services: of("Service"), revisions: of("Revision"), pods: of("Pod"), others };
  }

  /** Another generation of an object is what an update of the stack has left. */
  private reloadAfter({ services, others }: Observed): void {
    const generations = JSON.stringify(
      [...services, ...others].map(({ metadata: { uid, generation } }) => [uid, generation]),
    );
    if (generations === this.generations) return;
    const isFirst = this.generations === "";
    this.generations = generations;
    if (isFirst || this.signal.aborted) return;
    clearTimeout(this.reloading);
    this.reloading = setTimeout(() => void this.load().catch(() => undefined), reloadMilliseconds);
  }

  private tell(message: Message): void {
    for (const listener of this.listeners) listener(message);
  }
}
