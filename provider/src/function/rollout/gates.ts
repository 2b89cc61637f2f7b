// The gates of a rollout as nodes of the graph, between a ready revision and its traffic.
import * as pulumi from "@pulumi/pulumi";
import { begunProgram } from "../../build/programImage";
import { type Cluster, tryQuery } from "../../cluster/cluster";
import type { Status } from "../../cluster/conditions";
import { podsCause, whyNoPod, wordsAtEnd } from "../../cluster/pods";
import { Failure } from "../../input/problems";
import type { KubernetesObject } from "../../kubernetes/kubernetesObject";
import { remedied, type Waiting } from "../../kubernetes/waiting";
import { asOutput, combined, knownOf } from "../../pulumi/value";
import type { FunctionRolloutArgs } from "../functionArgs.gen";
import { gateRemedies } from "../pod/podRemedies";
import { expectedPrevious } from "../release/history";
import { type NewestRevision, uidOf } from "../service/serviceNode";
import { destinationOf, registerObject, type Site } from "../site";
import { type GateJob, makeGateJob, makeRights } from "./gateManifest";
import { type DueGate, dueGates, stepsOf } from "./rollout";

export interface Gates {
  /** The Jobs, registered as soon as the due gates are known. Undefined without a rollout. */
  nodes: Promise<KubernetesObject[]> | undefined;
  /** The gates that passed, once all of them have. */
  passed: pulumi.Output<string[]> | undefined;
}

/** The revision under test. */
interface Candidate extends NewestRevision {
  /** Of the program that runs the gates; built only if a gate is due. */
  image: () => pulumi.Input<string>;
  pullSecrets: pulumi.Input<string>[];
}

export function registerGates(site: Site, newest: NewestRevision, pullSecrets: pulumi.Input<string>[]): Gates {
  const { rollout } = site.spec;
  if (rollout === undefined) return { nodes: undefined, passed: undefined };
  return gates(site, rollout, { ...newest, image: programOf(site, rollout), pullSecrets });
}

/** The program that runs steps and gates is built like a function, into the same registry. */
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
  /** The gate's name, once it has passed. */
  passed: pulumi.Output<string>;
}

/**
 * Which gates are due follows from the state, which a preview has too, so it shows the Jobs that an update creates. A
 * revision that is not known yet counts as new.
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
    registered.push({ node, passed: passedGate(site, node, gate, candidate) });
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
  // A gate that has passed is not run again, even if its arguments changed.
  const ignoreChanges = gate.done ? ["metadata", "spec"] : [];
  const own = {
    // Each revision has its own Jobs: protecting them would protect the function from every change.
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
    (await cluster.get({ apiVersion: "batch/v1", kind: "Job", name, namespace })) && "its Job is still running";
  return { what: `gate ${gate.gate}`, why: whyNot(gate, namespace), atLast };
}

/** What is wrong with the Pod of the gate's Job, or with that of the user's program; or why there is none. */
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

/** Suffix of the Job that the program creates (provider/programs/internal/rollout). */
const checkSuffix = "-check";

const podsOf = (job: string) => ({ "batch.kubernetes.io/job-name": job });

async function jobCause(cluster: Cluster, name: string, namespace: string): Promise<string | undefined> {
  const job = await cluster.get({ apiVersion: "batch/v1", kind: "Job", name, namespace });
  const labels = podsOf(name);
  return job && podsCause(cluster, { namespace, labels, maker: job.metadata });
}

/** The gate's name, once its Job is complete. A preview assumes that it passes. */
function passedGate(site: Site, node: KubernetesObject, gate: DueGate, candidate: Candidate): pulumi.Output<string> {
  // By its URN, so that a preview has the dependencies of the update.
  if (pulumi.runtime.isDryRun()) return node.urn.apply(() => gate.gate);
  const decided = pulumi.all([node.status, candidate.revision]);
  return decided.apply(async ([status, revision]: [Status | undefined, string]) => {
    const is = (type: string) => status?.conditions?.find((one) => one.type === type && one.status === "True");
    // The Job of a gate that has passed runs again only if the user has it replaced.
    if (is("Complete") !== undefined || (gate.done && is("Failed") === undefined)) return gate.gate;
    const { reason, message } = is("Failed") ?? { reason: "its Job was not awaited", message: undefined };
    const why = [reason, message].filter(Boolean).join(": ");
    const [own, noPod] = await Promise.all([gateReport(site, gate), missingPodCause(site, gate)]);
    throw new Failure(failure(gate, revision, { ...own, why, noPod }));
  });
}

/** A Job past its deadline has no Pod any more: only its events show that it never had one. */
async function missingPodCause({ owner, spec }: Site, gate: DueGate): Promise<string | undefined> {
  const namespace = (await knownOf(asOutput(spec.namespace))) ?? "";
  const why = causeIn(gate, (cluster, job) => whyNoPod(cluster, namespace, job));
  return (await tryQuery(owner, why))?.answer;
}

/** From the program; only the program knows where it has left traffic. */
interface Report {
  message: string;
  isLeft: boolean;
}

/** What is known of a gate that failed. */
interface Causes extends Partial<Report> {
  /** From its Job. */
  why: string;
  noPod: string | undefined;
}

function failure({ gate, name, move, first, done }: DueGate, revision: string, causes: Causes): string {
  const { message, why, noPod } = causes;
  const cause = message ?? (noPod === undefined ? `${why}; see kubectl logs job/${name}` : why);
  const none = first ? "it is the first revision: nothing else serves" : "the revision got no traffic";
  const traffic = move === undefined ? none : whereTrafficIs(causes);
  const words = `rollout gate ${gate} failed for revision ${revision}: ${[cause, noPod].filter(Boolean).join("\n  ")}`;
  return `${words}\n  ${done ? "traffic is unchanged" : traffic}`;
}

function whereTrafficIs({ message, isLeft }: Causes): string {
  if (message === undefined) return "traffic may have moved: the next update sets it";
  return isLeft ? "traffic is where the other client has set it" : "traffic was restored";
}

/** The exit code of a failed gate, and the container that exits with it. */
const [failedExitCode, program] = [42, "rollout"];

/**
 * The gate's own message: the program writes it to the Knative Service, which it may patch. What it quotes from other programs may
 * contain a secret, and stays in its Pod.
 */
async function gateReport({ owner, spec }: Site, gate: DueGate): Promise<Report | undefined> {
  const [name = "", namespace = ""] = await Promise.all(
    [spec.name, spec.namespace].map((one) => knownOf(asOutput(one))),
  );
  const service = { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace };
  const live = (await tryQuery(owner, (cluster) => cluster.get(service)))?.answer;
  const text = live?.metadata.annotations?.["knative-faas.dev/rollout-failure"];
  const record = text === undefined ? undefined : JSON.parse(text);
  if (record?.job !== gate.name) return undefined;
  const pods = { namespace, labels: podsOf(gate.name) };
  const complete = await tryQuery(owner, (cluster) => wordsAtEnd(cluster, pods, program, failedExitCode));
  return { message: complete?.answer ?? String(record.message), isLeft: record.trafficLeft === true };
}
