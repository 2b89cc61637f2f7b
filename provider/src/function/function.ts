// The component Function: image, Secrets, feature flags, Knative Service, gates, traffic, domains, triggers.
import type * as pulumi from "@pulumi/pulumi";
import { throughGate } from "../cluster/installation";
import { flagsFor } from "../features/enabledFlags";
import { stackName } from "../kubernetes/stackName";
import { Component } from "../ownership/component";
import { stackKey } from "../pulumi/stackKey";
import { admission } from "./admission";
import { checkedArgs } from "./checkedArgs";
import { unprivileged } from "./container/unprivileged";
import { registerContent } from "./content/contentNodes";
import type { FunctionArgs } from "./functionArgs.gen";
import { makes } from "./functionMakes";
import { type FunctionOutputs, outputsOf } from "./functionOutputs";
import { functionSpec } from "./functionSpec";
import { warn } from "./functionWarnings";
import { imageOf } from "./image/functionImage";
import { sourceRecord } from "./image/sourceRecord";
import { registerDomains } from "./network/domainNodes";
import { nextRevision } from "./nextRevision";
import { report } from "./previewLines";
import { previousOf } from "./release/history";
import { registerKept } from "./release/keptRevisions";
import { registerGates } from "./rollout/gates";
import { checkScaler, registerScalerRights } from "./scaling/queueScaler";
import { neededFeatures } from "./service/functionFlags";
import { registerService } from "./service/serviceNode";
import { registerTraffic } from "./traffic/trafficNode";
import { registerTriggers } from "./triggers/triggerNodes";

/** The outputs are fields: each is written once, in functionOutputs.ts. */
export interface Function extends FunctionOutputs {}

/** A function on Knative; see the schema for the arguments. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor assigns all of them at once
export class Function extends Component {
  constructor(name: string, args: FunctionArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Function", name, args, { ...options, dependsOn: throughGate(options.dependsOn) }, makes);
    const child = this.childOptions(options, args);
    const { given, ignored } = checkedArgs(this, name, args, options);
    const last = previousOf(this, given);
    const spec = functionSpec(name, unprivileged(given, last), stackName());
    const site = { owner: this, name, dependsOn: options.dependsOn, child, ignored, spec, last, key: stackKey() };
    warn(site);
    checkScaler(site);

    const image = imageOf(site);
    const flags = flagsFor({ type: "Function", ...site }, "serving", neededFeatures(spec));
    const next = nextRevision(site, image);
    const admitted = admission(site, flags, next);

    const content = registerContent(site, next, admitted);
    registerScalerRights(site, admitted);
    const newest = registerService(site, next, admitted, flags, content);
    const gates = registerGates(site, newest, next.pullSecrets);
    const traffic = registerTraffic(site, newest, gates, admitted);
    const callers = [...registerDomains(site, traffic.node), ...registerTriggers(site, next.pullSecrets, traffic.node)];
    const contents = registerKept(site, next, newest);

    const outputs = outputsOf(site, { next, newest, gates, traffic, callers });
    Object.assign(this, outputs);
    report(site, { given, next, revision: newest.revision, routes: outputs.traffic });
    this.registerOutputs({ ...outputs, ...sourceRecord(spec), contents, secretKey: site.key });
  }
}
