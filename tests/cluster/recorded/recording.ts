// One group of recorded changes on the cluster: its program, the preview of each change, and its update.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { helloImage } from "../../engine/hello";
import { Program, type Run, type Step } from "../../engine/program";
import { repository } from "../../environment/home";
import type { StackTarget } from "../../environment/stack";
import { type Item, TestCluster } from "../cluster";
import type { Change, Group, World } from "./change";
import { calledIn, kinds, type Outcome, objectOf, operationsOf, type Serving, servingOf, toldBy } from "./outcome";
import { missingReads } from "./reads";
import { type Diagnostic, falsehoods } from "./words";
import { writeNode, writeYaml } from "./write";

/** All of a preview's steps: unchanged resources, and the parts of a replacement. */
const shown = ["--show-sames", "--show-replacement-steps"];

export class Recording {
  readonly world: World;
  private readonly log: string;

  private constructor(
    private readonly group: Group,
    world: Omit<World, "resources" | "past">,
  ) {
    this.world = { ...world, resources: group.resources(world), past: {} };
    this.log = join(world.program.directory, "events.json");
  }

  static async of(target: StackTarget, namespace: string, group: Group): Promise<Recording> {
    const cluster = new TestCluster(target);
    const program = new Program(target, namespace);
    const place = {
      namespace,
      other: `${namespace}-moved`,
      registry: target.registry,
      image: await helloImage(cluster),
    };
    const recording = new Recording(group, { program, cluster, ...place });
    cpSync(join(repository, "tests", "cluster", "served"), join(program.directory, "served"), { recursive: true });
    if (group.node) symlinkSync(join(repository, "node_modules"), join(program.directory, "node_modules"));
    Object.assign(program.environment, { PULUMI_DEBUG_COMMANDS: "true", PULUMI_EXPERIMENTAL: "true" });
    for (const one of recording.namespaces()) await cluster.namespace(one);
    recording.write();
    await program.init();
    return recording;
  }

  async end(): Promise<void> {
    const { program, cluster } = this.world;
    const namespaces = this.namespaces();
    await program.removeBefore(namespaces.at(-1) as string);
    for (const namespace of namespaces) await cluster.removeNamespace(namespace);
  }

  /** The group's functions move to the second one at the end. */
  private namespaces(): string[] {
    const { namespace, other } = this.world;
    return this.group.isMoved ? [namespace, other] : [namespace];
  }

  write(): void {
    const { program, resources } = this.world;
    if (this.group.node) writeNode(program, resources);
    else writeYaml(program, resources);
  }

  /** The preview's predictions; its text is compared with the existing revisions. */
  async preview({ flags = [] }: Change): Promise<Outcome> {
    const plan = this.group.unplanned ? [] : ["--save-plan", "plan.json"];
    const { program, cluster } = this.world;
    const revisions = await Promise.all(this.namespaces().map((one) => cluster.list("Revision", one)));
    const there = revisions.flat().map(({ metadata: { namespace, name } }) => `${namespace}/${name}`);
    const { stdout } = await program.must(["preview", "--json", ...shown, ...flags, ...plan]);
    const { steps, diagnostics = [] }: { steps: Step[]; diagnostics?: Diagnostic[] } = JSON.parse(stdout);
    const told = toldBy(steps);
    assert.deepEqual(falsehoods(diagnostics, told.functions, there), [], "what the preview says in words");
    return told;
  }

  /** The update, with the preview's plan. */
  update({ flags = [], fails }: Change): Promise<Run> {
    rmSync(this.log, { force: true });
    const plan = this.group.unplanned ? [] : ["--plan", "plan.json"];
    const all = ["--event-log", this.log, ...flags, ...plan];
    return fails === undefined ? this.world.program.up(...all) : this.world.program.failingUp(...all);
  }

  /** What the last update has done, and the resulting objects; `newest` is the field of a Service's status with its revision. */
  async done(newest: "latestReadyRevisionName" | "latestCreatedRevisionName"): Promise<Outcome> {
    const [functions, objects] = await Promise.all([this.functions(newest), this.objects()]);
    return { functions, operations: this.operations(), objects };
  }

  private async functions(newest: string): Promise<Outcome["functions"]> {
    const { program, cluster } = this.world;
    const services = program.resources().filter(({ type }) => type === "kubernetes:serving.knative.dev/v1:Service");
    const all = services.map(async ({ urn, id }): Promise<[string, Serving]> => {
      const [namespace, name] = id.split("/");
      const service = await cluster.get("KnativeService", namespace, name);
      return [calledIn(urn), servingOf(service, service.status[newest], service.spec.traffic)];
    });
    return Object.fromEntries(await Promise.all(all));
  }

  private async objects(): Promise<string[]> {
    const labelSelector = `app.kubernetes.io/part-of=${this.world.program.name}`;
    const lists = await Promise.all(kinds.map((kind) => this.world.cluster.list(kind, undefined, { labelSelector })));
    return lists.flat().map(objectOf).sort();
  }

  operations(): string[] {
    assert.ok(existsSync(this.log), "the engine wrote no events");
    const events = readFileSync(this.log, "utf8").trim().split("\n");
    return operationsOf(events.flatMap((text) => JSON.parse(text).resourcePreEvent?.metadata ?? []));
  }

  /** What a revision reads must exist as long as the revision. */
  async missing(): Promise<string[]> {
    const all = await Promise.all(this.namespaces().map((one) => missingReads(this.world.cluster, one)));
    return all.flat();
  }

  /** Records what serves now, for changes that return to it. */
  async remember(): Promise<void> {
    const { program, past } = this.world;
    for (const [name, { revision, digest, release }] of Object.entries<Item>(await program.outputs())) {
      past[name] = [...(past[name] ?? []), { revision, digest, release }];
    }
  }
}
