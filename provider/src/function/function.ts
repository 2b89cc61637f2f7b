// The component Function: image, Secrets, feature flags, Knative Service, gates, traffic, domains, triggers.
import * as pulumi from "@pulumi/pulumi";
import { configuredRegistry } from "../builders/configured";
import { begunExtension } from "../builders/extension";
import { asOutput, combined, knownOf } from "../core/combined";
import { Component } from "../core/component";
import { flagsFor } from "../core/flags";
import { throughGate } from "../core/installation";
import { heldBack, type KubernetesObject, KubernetesPatch, type Manifest, withAnnotations } from "../core/kubernetes";
import { homeOf, homeThere } from "../core/namespace";
import { stackName } from "../core/ownership";
import { stateRead } from "../core/previous";
import { statusNow } from "../core/ready";
import { stackKey } from "../core/stackKey";
import { afterChecks, validate } from "../core/validate";
import { tellAbsentDestinations } from "../triggers/absentDestinations";
import { givenTriggers, triggerKind } from "../triggers/kinds";
import { isBuilt } from "../triggers/programs";
import type { FunctionArgs } from "./args.gen";
import { withControllers } from "./classes";
import { tellDoubts } from "./doubts";
import { neededFeatures } from "./features";
import { previousOf } from "./history";
import { ignoredInService } from "./ignore";
import { withinLimits } from "./limits";
import { makes } from "./makes";
import { makeService, makeTraffic, settledTraffic } from "./manifest";
import { withContent } from "./manifest/content";
import { makeTemplate } from "./manifest/template";
import { functionManifest } from "./object";
import { contentNodes, contentOf, objectsOf } from "./parts/content";
import { domains } from "./parts/domains";
import { type Candidate, type Gates, gates, noGates } from "./parts/gates";
import { imageOf, releaseIn } from "./parts/image";
import { stay } from "./parts/keep";
import { heldTraffic } from "./parts/moved";
import type { Part } from "./parts/part";
import { planOf } from "./parts/plan";
import { releases, routes } from "./parts/releases";
import { checkScaler, scalerRights } from "./parts/scaler";
import { readyOf, serviceNode, uidOf } from "./parts/service";
import { tellStrays } from "./parts/strays";
import { tell, tellLive } from "./parts/tell";
import { triggers } from "./parts/triggers";
import { tellPodSecurity } from "./podSecurity";
import { tellProtocol } from "./protocol";
import { conditions, registeredRevision, revisionName, type ServiceStatus, servedUrl, templateHash } from "./revision";
import { functionRules } from "./rules";
import { functionArgs } from "./schema";
import type { FunctionRelease } from "./schema/release";
import type { FunctionRoute } from "./schema/traffic";
import { functionSpec } from "./spec";
import { withFreeNames } from "./takenNames";
import { type Share, trafficShares } from "./traffic";
import { unprivileged } from "./unprivileged";

/** A function on Knative; see the schema for the arguments. */
export class Function extends Component {
  readonly name: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly image: pulumi.Output<string>;
  readonly digest: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
  readonly traffic: pulumi.Output<FunctionRoute[]>;
  readonly release: pulumi.Output<FunctionRelease>;
  readonly releases: pulumi.Output<FunctionRelease[]>;
  readonly manifest: pulumi.Output<Manifest>;

  constructor(name: string, given: FunctionArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Function", name, given, { ...options, dependsOn: throughGate(options.dependsOn) }, makes);
    const child = this.childOptions(options, given);
    const own = withDefaults(name, given, homeOf(this, given.namespace, options.dependsOn));
    const checked = validate("Function", functionArgs, own, functionRules);
    const ignored = ignoredInService(options.ignoreChanges);
    const previous = previousOf(this, checked);
    const args = unprivileged(checked, previous);
    const spec = functionSpec(name, args, stackName());
    void tellDoubts(this, spec, args.domains);
    void tellPodSecurity(this, spec);
    void tellAbsentDestinations(this, { schema: functionArgs, args, dependsOn: options.dependsOn });
    void tellProtocol(this, spec, args.source);
    const part: Part = { owner: this, name, spec, child };
    checkScaler(part, options.dependsOn);
    const key = stackKey();

    const image = imageOf(part, args, previous);
    const asking = { type: "Function", name, dependsOn: options.dependsOn, child };
    const flags = flagsFor(asking, "serving", neededFeatures(args));
    const content = contentOf(part, args, key, image);
    const whole = { ...spec, volumes: withContent(spec.volumes, content.files) };
    const template = makeTemplate(whole, image, content.secret, content.pullSecret);
    const hash = templateHash(template);
    const newest = revisionName(spec, hash);
    const plan = planOf(args, spec, previous, newest);
    const checks = [
      flags.checked,
      afterChecks(args, undefined),
      stateRead(),
      sureOf(homeThere("Function", this, own.namespace, options.dependsOn)),
      sureOf(withinLimits(this, args, options.dependsOn)),
      sureOf(withControllers(this, args, options.dependsOn)),
      sureOf(withFreeNames(this, spec, args)),
      sureOf(plan.checked),
    ];
    const built = args.image === undefined ? image : undefined;
    const kept = contentNodes(
      part,
      content,
      combined([...checks, built], () => undefined),
    );
    const until = combined(checks, () => undefined);
    const held = combined([until, heldTraffic(part, previous)], () => undefined);
    const manifest = heldBack(makeService(spec, template, newest), held);
    scalerRights(part, until);
    const service = serviceNode(part, manifest, ignored, flags.nodes, kept);
    const revision = registeredRevision(service);
    const table = pulumi.output(trafficShares(args.traffic, revision)) as pulumi.Output<Share[]>;
    this.revision = readyOf(part, service, revision);
    const pullSecrets = [...(content.pullSecret === undefined ? [] : [content.pullSecret]), ...spec.pullSecrets];
    const asked = gatesOf(part, args, { service, revision, ready: this.revision, previous, table, pullSecrets });
    const proven = combined([this.revision, asked.passed, plan.checked], (known) => known) as pulumi.Output<string>;
    const moved = makeTraffic(spec, trafficShares(args.traffic, proven));
    const settled = args.rollout === undefined ? moved : settledTraffic(moved, previous);
    const ofService = { "knative-faas.dev/traffic-of": uidOf(service, previous) };
    const traffic = trafficNode(part, withAnnotations(settled, ofService), service, asked);
    const called = [...domains(part, args, traffic), ...triggers(part, args, options, traffic, pullSecrets)];

    this.name = service.metadata.name;
    this.namespace = service.metadata.namespace as pulumi.Output<string>;
    const status = statusNow<ServiceStatus>(traffic, this, conditions.route);
    this.url = behind(servedUrl(spec, status), called);
    this.image = asOutput(image);
    this.digest = this.image.apply((reference) => reference.split("@")[1] ?? "");
    this.traffic = routes(table, traffic, status, previous, spec.name);
    const deployed = releases({ args, previous, image, revision: proven, hash, table, ...plan, passed: asked.passed });
    this.release = deployed.apply(({ release }) => release);
    this.releases = deployed.apply(({ releases: others }) => others);
    this.manifest = functionManifest(spec, args, { ...content, image: this.image, volumes: whole.volumes });
    const contents = stay(part, { args, previous, revision, table, service, objects: objectsOf(content) });
    void tellLive(part, previous);
    void tellStrays(part, content);
    void tell(part, { given: checked, args, previous, image: this.image, revision, routes: this.traffic, ...plan });
    this.registerOutputs({ ...outputsOf(this), contents, secretKey: key });
  }
}

type Outputs = Pick<
  Function,
  "name" | "namespace" | "url" | "image" | "digest" | "revision" | "traffic" | "release" | "releases" | "manifest"
>;

function outputsOf({
  name,
  namespace,
  url,
  image,
  digest,
  revision,
  traffic,
  release,
  releases: others,
  manifest,
}: Outputs) {
  return { name, namespace, url, image, digest, revision, traffic, release, releases: others, manifest };
}

/**
 * The check as a value that is always known, and that depends on nothing. In a preview an image that is not known yet must leave
 * the Service's own name known, or it would be another Service.
 */
function sureOf(checked: pulumi.Input<unknown>): pulumi.Input<unknown> {
  if (checked === undefined) return checked;
  return pulumi.output(knownOf(pulumi.output(checked)).then(() => undefined));
}

/** The program that makes the steps and asks the gates is built like a function, into the same registry. */
function gatesOf(part: Part, args: FunctionArgs, candidate: Omit<Candidate, "image">): Gates {
  const { rollout, registry, registryLogin: login } = args;
  if (rollout === undefined) return noGates;
  const pushedTo = { registry: registry as pulumi.Input<string>, login };
  const { image: given } = rollout;
  const image = given === undefined ? begunExtension(part.owner, "rollout", pushedTo) : () => given;
  return gates(part, rollout, { ...candidate, image });
}

/** Traffic has a node of its own behind the revision and its gates. A Service that was made anew is another one: it is set again. */
function trafficNode({ name, child }: Part, manifest: Manifest, service: KubernetesObject, { nodes }: Gates) {
  const dependsOn = nodes?.then((gateNodes) => [service, ...gateNodes]) ?? service;
  return new KubernetesPatch(`${name}-traffic`, "traffic", manifest, { ...child, retainOnDelete: true, dependsOn });
}

/** The value, once the others are there. */
function behind(value: pulumi.Output<string>, others: pulumi.Output<unknown>[]): pulumi.Output<string> {
  return others.length === 0 ? value : pulumi.all([value, ...others]).apply(([known]) => known as unknown as string);
}

type Placed = FunctionArgs & Pick<Part["spec"], "name" | "namespace">;

/** What the resource's name, the provider and the configuration stand in for; it is checked as if it were given. */
function withDefaults(name: string, given: FunctionArgs, namespace: pulumi.Input<string>): Placed {
  const args = { ...given, name: given.name ?? name, namespace };
  const { source, dockerfile, release, rollout, triggers: called } = args;
  const programs = givenTriggers(called).filter(({ kind, args: own }) => isBuilt(triggerKind(kind), own));
  const pushes = [source, dockerfile, release, rollout, programs[0]].some((one) => one !== undefined);
  if (!pushes) return args;
  const registry = args.registry ?? configuredRegistry();
  // A release holds no secret: rules see it also where it was kept among secrets.
  const opened = pulumi.Output.isInstance(release) ? { release: releaseIn(release) } : {};
  return { ...args, ...opened, registry };
}
