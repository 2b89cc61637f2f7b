// The gates of a rollout as nodes of the graph, between a revision that is ready and its traffic.
import * as pulumi from "@pulumi/pulumi";
import { asked, type Cluster } from "../../core/cluster";
import { asOutput, combined, knownOf } from "../../core/combined";
import type { Status } from "../../core/conditions";
import type { KubernetesObject } from "../../core/kubernetes";
import { podsCause } from "../../core/pods";
import { Failure } from "../../core/problems";
import type { Waiting } from "../../core/waiting";
import type { FunctionRolloutArgs } from "../args.gen";
import type { Previous } from "../history";
import { type GateJob, makeGateJob, makeRights } from "../manifest/rollout";
import { type DueGate, dueGates, stepsOf } from "../rollout";
import type { Share } from "../traffic";
import { type Part, partObject } from "./part";
import { uidOf } from "./service";

export interface Gates {
  /** The Jobs; they are registered as soon as it is known which are due. Undefined without a rollout. */
  nodes: Promise<KubernetesObject[]> | undefined;
  /** The gates that held, once all of them did. */
  passed: pulumi.Output<string[]> | undefined;
}

/** What the gates are asked about. */
export interface Candidate {
  service: KubernetesObject;
  /** The revision's name. */
  revision: pulumi.Output<string>;
  /** The same, once it is ready. */
  ready: pulumi.Output<string>;
  previous: pulumi.Output<Previous>;
  /** Where traffic goes in the end. */
  table: pulumi.Output<Share[]>;
  image: pulumi.Input<string>;
  pullSecrets: pulumi.Input<string>[];
}

export const noGates: Gates = { nodes: undefined, passed: undefined };

export function gates(part: Part, rollout: FunctionRolloutArgs, candidate: Candidate): Gates {
  const steps = stepsOf(rollout);
  const hasJobs = steps.some(({ check }) => check?.job !== undefined);
  const rights = makeRights(part.spec, hasJobs).map((manifest) => partObject(part, `${part.name}/rollout`, manifest));
  const registered = register(part, rollout, candidate, rights);
  const nodes = registered.then((all) => all.map(({ node }) => node));
  const passed = pulumi.output(registered).apply((all) => pulumi.all(all.map(({ passed: name }) => name)));
  return { nodes, passed: passed as pulumi.Output<string[]> };
}

interface Registered {
  node: KubernetesObject;
  /** The gate's name, once it holds. */
  passed: pulumi.Output<string>;
}

/**
 * Which gates are due follows from the state, which is there in a preview too, so a preview shows the Jobs that an update
 * makes. What is not known yet is taken for a new revision.
 */
async function register(part: Part, rollout: FunctionRolloutArgs, candidate: Candidate, rights: pulumi.Resource[]) {
  const { service, ready, previous } = candidate;
  const [before, revision, table] = await Promise.all([
    knownOf(previous),
    knownOf(candidate.revision),
    knownOf(candidate.table),
  ]);
  const name = revision ?? "unknown";
  const due = dueGates(stepsOf(rollout), before as Previous, name, table ?? [{ revisionName: name, percent: 100 }]);
  const registered: Registered[] = [];
  for (const gate of due) {
    const last = registered.at(-1);
    const options = { dependsOn: [service, ...rights, ...(last === undefined ? [] : [last.node])] };
    const node = gateNode(part, rollout, candidate, gate, last?.passed ?? ready, options);
    registered.push({ node, passed: verdict(part, node, gate, candidate) });
  }
  return registered;
}

function gateNode(
  part: Part,
  { pauseSeconds = 0 }: FunctionRolloutArgs,
  { service, revision, previous, image, pullSecrets }: Candidate,
  gate: DueGate,
  until: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): KubernetesObject {
  const { name, namespace } = part.spec;
  const uid = uidOf(service, previous);
  const job: GateJob = { name, namespace, revision, image, pauseSeconds, pullSecrets, uid };
  const manifest = makeGateJob(gate, job, until);
  const limit = combined([manifest.spec.activeDeadlineSeconds], (seconds) => `${Number(seconds) + 60}s`);
  const create = typeof limit === "string" ? limit : "24h";
  // A gate that held is not asked again, whatever the arguments say of it now.
  const ignoreChanges = gate.done ? ["metadata", "spec"] : [];
  const own = {
    // Each revision has Jobs of its own: protecting them would protect the function from every change.
    protect: false,
    ignoreChanges,
    customTimeouts: { create, update: create },
  };
  const waiting = gate.done ? undefined : waitingFor(part, gate);
  return partObject(part, `${part.name}/${gate.gate}`, manifest, { ...options, ...own }, waiting);
}

/** Its Pod, or why it has none. */
async function waitingFor({ spec }: Part, { gate, name }: DueGate): Promise<Waiting | undefined> {
  const namespace = await knownOf(asOutput(spec.namespace));
  if (namespace === undefined) return undefined;
  const why = async (cluster: Cluster) => {
    const job = await cluster.get({ apiVersion: "batch/v1", kind: "Job", name, namespace });
    const labels = { "batch.kubernetes.io/job-name": name };
    return job && podsCause(cluster, { namespace, labels, maker: job.metadata });
  };
  const atLast = async (cluster: Cluster) =>
    (await cluster.get({ apiVersion: "batch/v1", kind: "Job", name, namespace })) && "its Job is under way";
  return { what: `gate ${gate}`, why, atLast };
}

/** The gate's name, once its Job is complete. A preview takes it for granted. */
function verdict(part: Part, node: KubernetesObject, gate: DueGate, candidate: Candidate): pulumi.Output<string> {
  // By its URN, so that a preview has the dependencies of the update.
  if (pulumi.runtime.isDryRun() || gate.done) return node.urn.apply(() => gate.gate);
  const decided = pulumi.all([node.status as pulumi.Output<Status | undefined>, candidate.revision]);
  return decided.apply(async ([status, revision]) => {
    const is = (type: string) => status?.conditions?.find((one) => one.type === type && one.status === "True");
    if (is("Complete") !== undefined) return gate.gate;
    const { reason, message } = is("Failed") ?? { reason: "its Job was not waited for", message: undefined };
    const why = [reason, message].filter(Boolean).join(": ");
    throw new Failure(failure(gate, revision, await said(part, gate), why));
  });
}

/** Only the program itself knows that it has put traffic back. */
function failure(
  { gate, name, move, first }: DueGate,
  revision: string,
  words: string | undefined,
  why: string,
): string {
  const look = `${why}; see kubectl logs job/${name}`;
  const back =
    words === undefined ? "traffic may be on its way: the next update sets it" : "traffic is back where it was";
  const none = first ? "it is the first revision: nothing else serves" : "the revision got no traffic";
  return `gate ${gate} of revision ${revision} does not hold: ${words ?? look}\n  ${move === undefined ? none : back}`;
}

/** The gate's own words: the program leaves them at the Knative Service, which it may patch. */
async function said({ owner, spec }: Part, gate: DueGate): Promise<string | undefined> {
  const [name = "", namespace] = await Promise.all([spec.name, spec.namespace].map((one) => knownOf(asOutput(one))));
  const service = { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace };
  const live = (await asked(owner, (cluster) => cluster.get(service)))?.answer;
  const text = live?.metadata.annotations?.["knative-faas.dev/rollout-failure"];
  const left = text === undefined ? undefined : JSON.parse(text);
  return left?.job === gate.name ? String(left.message) : undefined;
}
