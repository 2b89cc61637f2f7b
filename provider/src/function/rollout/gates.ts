// The gates of a rollout as nodes of the graph, between a revision that is ready and its traffic.
import * as pulumi from "@pulumi/pulumi";
import { begunProgram } from "../../build/programImage";
import { type Cluster, tryQuery } from "../../cluster/cluster";
import type { Status } from "../../cluster/conditions";
import { podsCause, whyNoPod, wordsAtEnd } from "../../cluster/pods";
import { Failure } from "../../input/problems";
import type { KubernetesObject } from "../../kubernetes/kubernetesObject";
import { remedied, type Waiting } from "../../kubernetes/waiting";
import { asOutput, combined, knownOf } from "../../pulumi/combined";
import type { FunctionRolloutArgs } from "../functionArgs.gen";
import { gateRemedies } from "../pod/podRemedies";
import { expectedPrevious } from "../release/history";
import { type Newest, uidOf } from "../service/serviceNode";
import { destinationOf, registerObject, type Site } from "../site";
import { type GateJob, makeGateJob, makeRights } from "./gateManifest";
import { type DueGate, dueGates, stepsOf } from "./rollout";

export interface Gates {
  /** The Jobs; they are registered as soon as it is known which are due. Undefined without a rollout. */
  nodes: Promise<KubernetesObject[]> | undefined;
  /** The gates that held, once all of them did. */
  passed: pulumi.Output<string[]> | undefined;
}

/** What the gates are asked about. */
interface Candidate extends Newest {
  /** Of the program that asks; only what is asked for has to be there. */
  image: () => pulumi.Input<string>;
  pullSecrets: pulumi.Input<string>[];
}

export function registerGates(site: Site, newest: Newest, pullSecrets: pulumi.Input<string>[]): Gates {
  const { rollout } = site.spec;
  if (rollout === undefined) return { nodes: undefined, passed: undefined };
  return gates(site, rollout, { ...newest, image: programOf(site, rollout), pullSecrets });
}

/** The program that makes the steps and asks the gates is built like a function, into the same registry. */
function programOf({ owner, spec }: Site, { image }: FunctionRolloutArgs): () => pulumi.Input<string> {
  return image === undefined ? begunProgram(owner, "rollout", destinationOf(spec)) : () => image;
}

function gates(site: Site, rollout: FunctionRolloutArgs, candidate: Candidate): Gates {
  const steps = stepsOf(rollout);
  const hasJobs = steps.some(({ check }) => check?.job !== undefined);
  const rights = makeRights(site.spec, hasJobs).map((manifest) =>
    registerObject(site, `${site.name}/rollout`, manifest),
  );
  const registered = register(site, rollout, candidate, rights);
  const nodes = registered.then((all) => all.map(({ node }) => node));
  const passed = pulumi.output(registered).apply((all) => pulumi.all(all.map(({ passed: name }) => name)));
  return { nodes, passed };
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
async function register(site: Site, rollout: FunctionRolloutArgs, candidate: Candidate, rights: pulumi.Resource[]) {
  const { service, ready } = candidate;
  const [before, revision, table] = await Promise.all([
    expectedPrevious(site.owner, site.last),
    knownOf(candidate.revision),
    knownOf(candidate.table),
  ]);
  const name = revision ?? "unknown";
  const due = dueGates(stepsOf(rollout), before, name, table ?? [{ revisionName: name, percent: 100 }]);
  const registered: Registered[] = [];
  const image = due.length === 0 ? "" : candidate.image();
  for (const gate of due) {
    const last = registered.at(-1);
    const options = { dependsOn: [service, ...rights, ...(last === undefined ? [] : [last.node])] };
    const node = gateNode(site, rollout, { ...candidate, image }, gate, last?.passed ?? ready, options);
    registered.push({ node, passed: verdict(site, node, gate, candidate) });
  }
  return registered;
}

function gateNode(
  site: Site,
  { pauseSeconds = 0 }: FunctionRolloutArgs,
  { service, revision, image, pullSecrets }: Omit<Candidate, "image"> & Pick<GateJob, "image">,
  gate: DueGate,
  until: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): KubernetesObject {
  const { name, namespace } = site.spec;
  const uid = uidOf(site, service);
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
  const waiting = gate.done ? undefined : waitingFor(site, gate);
  return registerObject(site, `${site.name}/${gate.gate}`, manifest, { ...options, ...own }, waiting);
}

async function waitingFor({ spec }: Site, gate: DueGate): Promise<Waiting | undefined> {
  const namespace = await knownOf(asOutput(spec.namespace));
  if (namespace === undefined) return undefined;
  const { name } = gate;
  const atLast = async (cluster: Cluster) =>
    (await cluster.get({ apiVersion: "batch/v1", kind: "Job", name, namespace })) && "its Job is under way";
  return { what: `gate ${gate.gate}`, why: whyNot(gate, namespace), atLast };
}

/** What is wrong with the Pod of its Job, and with that of a program that is the gate; or why there is none. */
const whyNot = (gate: DueGate, namespace: string) => causeIn(gate, (cluster, job) => jobCause(cluster, job, namespace));

type JobCause = (cluster: Cluster, job: string) => Promise<string | undefined>;

function causeIn({ gate, name, check }: DueGate, causeOf: JobCause) {
  const jobs = check?.job === undefined ? [name] : [name, `${name}${checkSuffix}`];
  const why = async (cluster: Cluster) => {
    const causes = await Promise.all(jobs.map((job) => causeOf(cluster, job)));
    return causes.find((cause) => cause !== undefined);
  };
  return remedied(why, gateRemedies(gate, check?.job !== undefined));
}

/** As the program calls the Job that it makes (provider/programs/internal/rollout). */
const checkSuffix = "-check";

const podsOf = (job: string) => ({ "batch.kubernetes.io/job-name": job });

async function jobCause(cluster: Cluster, name: string, namespace: string): Promise<string | undefined> {
  const job = await cluster.get({ apiVersion: "batch/v1", kind: "Job", name, namespace });
  const labels = podsOf(name);
  return job && podsCause(cluster, { namespace, labels, maker: job.metadata });
}

/** The gate's name, once its Job is complete. A preview takes it for granted. */
function verdict(site: Site, node: KubernetesObject, gate: DueGate, candidate: Candidate): pulumi.Output<string> {
  // By its URN, so that a preview has the dependencies of the update.
  if (pulumi.runtime.isDryRun() || gate.done) return node.urn.apply(() => gate.gate);
  const decided = pulumi.all([node.status, candidate.revision]);
  return decided.apply(async ([status, revision]: [Status | undefined, string]) => {
    const is = (type: string) => status?.conditions?.find((one) => one.type === type && one.status === "True");
    if (is("Complete") !== undefined) return gate.gate;
    const { reason, message } = is("Failed") ?? { reason: "its Job was not waited for", message: undefined };
    const why = [reason, message].filter(Boolean).join(": ");
    const [words, noPod] = await Promise.all([said(site, gate), neverMade(site, gate)]);
    throw new Failure(failure(gate, revision, { words, why, noPod }));
  });
}

/** A Job whose time is over has no Pod any more: only its events say that it never had one. */
async function neverMade({ owner, spec }: Site, gate: DueGate): Promise<string | undefined> {
  const namespace = (await knownOf(asOutput(spec.namespace))) ?? "";
  const why = causeIn(gate, (cluster, job) => whyNoPod(cluster, namespace, job));
  return (await tryQuery(owner, why))?.answer;
}

/** What is known of a gate that failed. */
interface Causes {
  /** Of the program; only it knows that it has put traffic back. */
  words: string | undefined;
  /** Of its Job. */
  why: string;
  noPod: string | undefined;
}

function failure({ gate, name, move, first }: DueGate, revision: string, { words, why, noPod }: Causes): string {
  const cause = words ?? (noPod === undefined ? `${why}; see kubectl logs job/${name}` : why);
  const told = [cause, noPod].filter(Boolean).join("\n  ");
  const back =
    words === undefined ? "traffic may be on its way: the next update sets it" : "traffic is back where it was";
  const none = first ? "it is the first revision: nothing else serves" : "the revision got no traffic";
  return `gate ${gate} of revision ${revision} does not hold: ${told}\n  ${move === undefined ? none : back}`;
}

/** The exit code of a gate that does not hold, and the container that ends with it. */
const [no, program] = [42, "rollout"];

/**
 * The gate's own words: the program leaves them at the Knative Service, which it may patch. What it quotes of others, who may say a
 * secret, it leaves at its Pod alone.
 */
async function said({ owner, spec }: Site, gate: DueGate): Promise<string | undefined> {
  const [name = "", namespace = ""] = await Promise.all(
    [spec.name, spec.namespace].map((one) => knownOf(asOutput(one))),
  );
  const service = { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace };
  const live = (await tryQuery(owner, (cluster) => cluster.get(service)))?.answer;
  const text = live?.metadata.annotations?.["knative-faas.dev/rollout-failure"];
  const left = text === undefined ? undefined : JSON.parse(text);
  if (left?.job !== gate.name) return undefined;
  const pods = { namespace, labels: podsOf(gate.name) };
  const whole = await tryQuery(owner, (cluster) => wordsAtEnd(cluster, pods, program, no));
  return whole?.answer ?? String(left.message);
}
