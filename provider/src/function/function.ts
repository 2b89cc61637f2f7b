// The component Function: image, Secrets, feature flags, Knative Service, gates, traffic, domains, triggers.
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../core/component";
import { flagsFor } from "../core/flags";
import { throughGate } from "../core/installation";
import { stackName } from "../core/ownership";
import { stackKey } from "../core/stackKey";
import type { FunctionArgs } from "./args.gen";
import { neededFeatures } from "./features";
import { previousOf } from "./history";
import { makes } from "./makes";
import { admission } from "./parts/admission";
import { checkedArgs } from "./parts/args";
import { registerContent } from "./parts/contentNodes";
import { registerDomains } from "./parts/domains";
import { registerGates } from "./parts/gates";
import { imageOf } from "./parts/image";
import { registerKept } from "./parts/keep";
import { nextRevision } from "./parts/next";
import { type FunctionOutputs, outputsOf } from "./parts/outputs";
import { checkScaler, registerScalerRights } from "./parts/scaler";
import { registerService } from "./parts/service";
import { report } from "./parts/tell";
import { registerTraffic } from "./parts/traffic";
import { registerTriggers } from "./parts/triggers";
import { warn } from "./parts/warnings";
import { functionSpec } from "./spec";
import { unprivileged } from "./unprivileged";

/** The outputs are fields: each is written once, in parts/outputs.ts. */
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
    this.registerOutputs({ ...outputs, contents, secretKey: site.key });
  }
}
