// Refused input, sent to the cluster anyway: its webhooks refuse it too, or a comment says why this package does. Accepted input is
// accepted there as well.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { givenTriggers } from "../../provider/src/events/kinds/kinds";
import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { functionSpec } from "../../provider/src/function/functionSpec";
import { makeTemplate } from "../../provider/src/function/pod/template";
import { revisionName, templateHash } from "../../provider/src/function/release/revision";
import { makeService } from "../../provider/src/function/service/serviceManifest";
import { triggerObjects } from "../../provider/src/function/triggers/functionTriggers";
import { validate } from "../../provider/src/input/validate";
import { type Malformed, malformed, sample } from "../component/malformed";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { setFlags } from "./flags";

const namespace = "errors-bad-input";
const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

/** Arguments that are not part of the Knative Service, or whose webhooks only see what this package makes of them. */
const elsewhere =
  /^(name|namespace|adopt|source|dockerfile|image|release|require|allowMutableTag|registry|registryLogin|secrets|traffic|rollout(?!Seconds)|revisions|budget|domains|triggers|volumes\.\w+\.(files|secretFiles)|timeouts\.readySeconds|scale\.queue|noSuchKey)/;

/** What the cluster accepts and this package does not, each with its reason. */
const stricter: [RegExp, string][] = [
  [/\.noSuchKey$/, "a property that is not ours reaches no manifest: it would be lost in silence"],
  [
    /^(serviceAccountToken|visibility|protocol|network\.externalDomainTls)/,
    "only its meaning reaches the manifest: another value would be taken for the default",
  ],
  [
    /^scale\.(class|metric|aggregation)/,
    "Knative takes any word for an autoscaler or a metric of others, and scales by nothing",
  ],
  [
    /^(scale|timeouts|queueProxy|rolloutSeconds|network)/,
    "an annotation or field of another type is written as text and read as another value",
  ],
  [
    /^(labels|annotations|probes|resources|pod\.annotations|pod\.(sidecars|initContainers)\[0\]\.(env|probes|resources|securityContext(\.capabilities)?)|env)$/,
    "a text in place of a map or an object would reach the manifest letter by letter, or not at all",
  ],
  [
    /^pod\.(sidecars|initContainers)\[0\]\.name$/,
    "Knative gives a container without a name one of its own, which would change the stored template",
  ],
  [
    /(cpu|memory|ephemeralStorage|storage|sizeLimit|divisor|extended\..*)$/,
    "Kubernetes takes a number for a quantity; the SDKs' type is text",
  ],
  [/\.port$/, "Kubernetes takes the name of a port; only the function's own has one"],
  [
    /(containerName|prefix|schedulerName|capabilities\.(add|drop)\[0\])$/,
    "a name that Kubernetes takes and nothing can have: the Pod would not start, or it would say nothing",
  ],
  [
    /(host|httpHeaders\[0\]\.(name|value)|grpc\.service|options\[0\]\.value|priorityClassName|serviceAccount)$/,
    "Kubernetes takes an empty one for none",
  ],
  [/topologyKey$/, "a label that no node can have"],
  [/hostnames$/, "an address without a name"],
  [/\.preference$/, "a wish for a node that says nothing"],
  [/^probes\.readiness\..*scheme$/, "Knative asks itself, and takes any word but HTTPS for HTTP"],
  [/^pod\.labels\./, "a label that no Pod can have: the Revision would never start one"],
  [/^(labels|annotations|pod\.annotations)\./, "a key that Kubernetes takes in annotations only"],
  [/(mountPath|subPath|path)$/, "a path that Kubernetes takes and no container can have"],
  [
    /^(command|args|workingDir|probes\..*\.command|pod\..*\.(command|args|workingDir))/,
    "an empty program or directory is Kubernetes' word for none",
  ],
  [
    /^pullSecrets\[0\]|^envFrom\[0\]\.(secretRef|configMapRef)\.name|claimName|secretName|configMap\.name|secretKeyRef|configMapKeyRef/,
    "a name or key that no object can have: the Pod would wait for it for ever",
  ],
];

/** The same for triggers. */
const stricterOfTriggers: [RegExp, string][] = [
  [/\.noSuchKey$/, "a property that is not ours reaches no manifest: it would be lost in silence"],
  [
    /\.(serviceAccount|name|kind|namespace|function|broker|service|channel|brokerNamespace|channelNamespace)$/,
    "a name that no object can have: the trigger would wait for it for ever",
  ],
  [/\.path$/, "an address can't be made of it"],
  [/cron\.a\.(data|dataBase64|contentType|timeZone)$/, "an empty text is Knative's word for none"],
  [/cron(\.a(\.schedule)?)?$/, "without a schedule Knative sends an event each minute"],
  [/filters\[0\]((\.\w+)?\[0\]|\.not)?(\.cesql)?$/, "a filter that says nothing"],
  [/(apiVersion|matchLabels\.a?|namespaces\.a?)$/, "a version or label that no object can have"],
  [/^triggers\.\w+\.$/, "an empty name of a trigger"],
  [/Seconds$/, "nobody waits for weeks: a length of milliseconds or nanoseconds is one of seconds by mistake"],
  [
    /\.(exact|prefix|suffix)\.a$/,
    "the CloudEvents specification wants a value; Knative lets everything through without",
  ],
];

// biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects
type Manifest = any;

async function serviceOf(args: FunctionArgs): Promise<Manifest> {
  const spec = functionSpec("hello", { image, namespace, ...args });
  const template = makeTemplate(spec, image, undefined);
  const service = makeService(spec, template, revisionName(spec, templateHash(template)));
  return new Promise((resolve) => pulumi.output(service).apply((known) => resolve(known)));
}

async function triggersOf({ triggers }: FunctionArgs): Promise<Manifest[]> {
  const objects = givenTriggers(triggers).flatMap((trigger) =>
    triggerObjects(trigger, functionSpec("hello", { image, namespace }), undefined),
  );
  return new Promise((resolve) => pulumi.output(objects).apply((known) => resolve(known)));
}

describe("errors: bad input on the cluster", function () {
  this.timeout(300_000);
  let cluster: TestCluster;

  before(async function () {
    cluster = new TestCluster(needsCluster(this));
    await cluster.namespace(namespace);
    await setFlags(cluster, "enabled");
  });
  after(async () => {
    if (cluster === undefined) return;
    await setFlags(cluster, null);
    await cluster.removeNamespace(namespace);
  });

  /** The cluster's refusal; undefined if it accepts the object. */
  async function refusal(given: Manifest): Promise<string | undefined> {
    const {
      "pulumi.com/waitFor": _,
      "pulumi.com/patchForce": _force,
      ...annotations
    } = given.metadata.annotations ?? {};
    const object = { ...given, metadata: { ...given.metadata, annotations } };
    return cluster.create(object, { dryRun: true }).then(
      () => undefined,
      (error) => error.message,
    );
  }

  /** A few at a time, as each calls webhooks. */
  async function each<T>(all: T[], work: (one: T) => Promise<void>): Promise<void> {
    const queue = [...all];
    await Promise.all(
      [1, 2, 3].map(async () => {
        for (let one = queue.pop(); one !== undefined; one = queue.pop()) await work(one);
      }),
    );
  }

  /** The namespace, the flags and the image are valid: whatever is refused is refused for its arguments. */
  const takesTheRest = async () => assert.equal(await refusal(await serviceOf({})), undefined);

  /** Returns which of them the cluster accepts without a documented reason. */
  async function openOf(
    all: Malformed[],
    objectsOf: (args: FunctionArgs) => Promise<Manifest[]>,
    reasons: [RegExp, string][],
  ): Promise<string[]> {
    const counts = { refused: 0, stricter: 0 };
    const open: string[] = [];
    await each(all, async ({ args, path, kind, value }) => {
      // Some can't even be made into an object.
      const objects = await objectsOf(args as FunctionArgs).catch(() => undefined);
      const said = await Promise.all((objects ?? []).map(refusal));
      if (objects === undefined || said.some((one) => one !== undefined)) counts.refused++;
      else if (reasons.some(([pattern]) => pattern.test(path))) counts.stricter++;
      else open.push(`${path}: ${kind}, ${JSON.stringify(value)}`);
    });
    console.log(
      `      ${counts.refused} refused by the cluster, ${counts.stricter} refused by us for a reason of ours`,
    );
    return open;
  }

  it("what we refuse is refused there too, or told why we do", async () => {
    const all = malformed(functionArgs, { image }).filter(
      ({ path, args }) => !elsewhere.test(path) && args.image === image,
    );
    await takesTheRest();
    assert.deepEqual(await openOf(all, async (args) => [await serviceOf(args)], stricter), []);
    await takesTheRest();
  });

  it("what we refuse of a function's triggers is refused there too, or told why we do", async () => {
    const all = malformed(functionArgs, { image }).filter(
      // The cluster accepts anything that this project's programs read: they refuse it themselves.
      ({ path, args }) =>
        /^triggers\.(?!knativeKafka|kafka|mqtt|redis|\w+\.\w*\.replies)/.test(path) && args.image === image,
    );
    assert.deepEqual(await openOf(all, triggersOf, stricterOfTriggers), []);
  });

  it("what we take, property by property, is taken there", async () => {
    const places = Object.entries(functionArgs.shape).filter(([name]) => !elsewhere.test(name));
    const refused: string[] = [];
    const all = places.flatMap(([name, schema]) => samples(name, schema as z.ZodType));
    const cases = all.filter((args) => isTaken({ image, ...args }));
    await each(cases, async (args) => {
      const said = await refusal(await serviceOf(args as FunctionArgs));
      if (said !== undefined && !/not found|no PriorityClass/.test(said))
        refused.push(`${JSON.stringify(args)}: ${said.trim().slice(-300)}`);
    });
    console.log(`      ${cases.length} taken`);
    assert.ok(cases.length > 60);
    assert.deepEqual(refused, []);
  });
});

/** Some properties are only valid together with others, as the rules say. */
function isTaken(args: FunctionArgs): boolean {
  try {
    validate("Function", functionArgs, args, functionRules);
    return true;
  } catch {
    return false;
  }
}

/** One case for each property of a group, and each group with what it requires. */
function samples(name: string, wrapped: z.ZodType): Record<string, unknown>[] {
  const schema = bare(wrapped);
  if (schema.def.type !== "object") return [{ [name]: sample(schema) }];
  const { shape } = schema.def as unknown as { shape: Record<string, z.ZodType> };
  return Object.entries(shape).map(([key, inner]) => ({ [name]: { [key]: sample(inner) } }));
}

function bare(schema: z.ZodType): z.ZodType {
  const { innerType } = schema.def as { innerType?: z.ZodType };
  return innerType === undefined ? schema : bare(innerType);
}
