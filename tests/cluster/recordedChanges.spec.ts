// A preview is the truth: what it says of fifty changes (digest, revision, traffic, what is made and taken away) is what up does.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Program, type Step } from "../engine/program";
import { repository } from "../environment/home";
import { needsCluster } from "../levels";
import { share } from "../run/parts";
import { TestCluster } from "./cluster";
import { type Args, type Change, type Deployed, groups } from "./recordedChanges";

interface Outcome {
  image: string;
  revision: string;
  traffic: string[];
  /** `operation type::name`, of all that is not left as it is. */
  operations: string[];
}

// biome-ignore lint/suspicious/noExplicitAny: entries of a Knative Service's traffic
const spoken = (traffic: any[]) =>
  traffic.map(({ revisionName, percent = 0, tag = "" }) => `${revisionName} ${percent} ${tag}`.trim()).sort();

/** Pulumi leaves its own default providers out of previews. */
const isChange = ({ op, urn }: { op: string; urn: string }) =>
  !["same", "read", "refresh", "read-replacement"].includes(op) && !urn.includes("pulumi:providers:");
const operation = ({ op, urn }: { op: string; urn: string }) => `${op} ${urn.split("$").pop()}`;

/** The newest state of a resource that a preview tells. */
const inputsOf = (steps: Step[], type: string) =>
  steps.filter(({ urn, newState }) => urn.includes(`v1:${type}::`) && newState !== undefined).pop()?.newState.inputs;

describe("preview: fifty recorded changes", function () {
  this.timeout(600_000);
  for (const [group, changes] of share(Object.entries(groups))) describe(group, () => recorded(group, changes));
});

/** A group's changes, one after another, of a function of its own. */
function recorded(group: string, changes: Change[]): void {
  const namespace = `preview-${group}`;
  let program: Program;
  let cluster: TestCluster;
  let args: Args;
  const past: Deployed[] = [];

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    program = new Program(target, namespace);
    cpSync(join(repository, "tests", "cluster", "served"), join(program.directory, "served"), { recursive: true });
    program.environment.PULUMI_DEBUG_COMMANDS = "true";
    const { registry } = target;
    const timeouts = { requestSeconds: 5 };
    args = {
      ...{ namespace, registry, timeouts, source: { directory: "served" } },
      ...{ env: { NAME: "World" }, scale: { windowSeconds: 6 } },
    };
    await cluster.namespace(namespace);
    write();
    await program.init();
  });

  after(async () => {
    if (program === undefined) return;
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  });

  function write(): void {
    const names = ["revision", "digest", "release", "traffic", "url"];
    const outputs = Object.fromEntries(names.map((name) => [name, `\${hello.${name}}`]));
    // All that was deployed may be gone back to.
    const properties = { ...args, revisions: { keep: 50 } };
    program.writeYaml({ hello: { type: "knative-faas:Function", properties } }, outputs);
  }

  async function previewed(): Promise<Outcome> {
    const steps: Step[] = JSON.parse((await program.must(["preview", "--json", "--show-sames"])).stdout).steps;
    const { template } = inputsOf(steps, "Service").spec;
    return {
      image: template.spec.containers[0].image,
      revision: template.metadata.name,
      traffic: spoken(inputsOf(steps, "ServicePatch").spec.traffic),
      operations: steps.filter(isChange).map(operation).sort(),
    };
  }

  /** What up did: its own operations, and the Service as the cluster has it then. */
  async function applied(): Promise<Outcome> {
    const log = join(program.directory, "events.json");
    rmSync(log, { force: true });
    await program.up("--event-log", log);
    const { spec, status } = await cluster.get("KnativeService", namespace, "hello");
    return {
      image: spec.template.spec.containers[0].image,
      revision: status.latestReadyRevisionName,
      traffic: spoken(spec.traffic),
      operations: operationsIn(log),
    };
  }

  function operationsIn(log: string): string[] {
    assert.ok(existsSync(log), "the engine wrote no events");
    const events = readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
    return steps.filter(isChange).map(operation).sort();
  }

  for (const [index, { kind, what, make }] of changes.entries()) {
    it(`${group} ${index + 1}. ${kind}: ${what}`, async () => {
      make(args, program, past);
      write();
      const told = await previewed();
      const done = await applied();
      assert.deepEqual(done, told);
      const { revision, digest, release } = await program.outputs();
      past.push({ revision, digest, release });
      const [shares, operations] = [done.traffic.join(", "), done.operations.length];
      console.log(`        ${digest.slice(7, 17)}  ${revision}  ${shares}  ${operations} operations`);
      if (kind === "nothing" && index > 0) assert.deepEqual(done.operations, []);
    });
  }

  it(`${group} has no drift, and no change, after all of them`, async () => {
    await program.expectNoDrift();
    await program.expectNoChanges();
  });
}
