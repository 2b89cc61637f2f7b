// The traffic of a function as a node of its own, behind the newest revision and its gates.
import type * as pulumi from "@pulumi/pulumi";
import { asOutput, combined } from "../../core/combined";
import { type KubernetesObject, KubernetesPatch, type Manifest, withAnnotations } from "../../core/kubernetes";
import { statusNow } from "../../core/ready";
import { makeTraffic, settledTraffic } from "../manifest";
import { conditions, type ServiceStatus } from "../revision";
import { trafficShares } from "../traffic";
import type { Admission } from "./admission";
import type { Gates } from "./gates";
import { type Newest, uidOf } from "./service";
import type { Site } from "./site";

export interface Traffic {
  node: KubernetesPatch;
  /** Name of the newest revision, once it may get traffic. */
  revision: pulumi.Output<string>;
  /** Of the Knative Service, once traffic is where it is to go. */
  status: pulumi.Output<ServiceStatus | undefined>;
}

export function registerTraffic(site: Site, newest: Newest, gates: Gates, admitted: Admission): Traffic {
  const { spec, owner } = site;
  const revision = asOutput(combined([newest.ready, gates.passed, admitted.traffic], (known) => known));
  const moved = makeTraffic(spec, trafficShares(spec.traffic, revision));
  const settled = spec.rollout === undefined ? moved : settledTraffic(moved, site.last);
  const node = trafficNode(site, settled, newest.service, gates);
  return { node, revision, status: statusNow<ServiceStatus>(node, owner, conditions.route) };
}

/** A Service that was made anew is another one: traffic is set again. */
function trafficNode(site: Site, manifest: Manifest, service: KubernetesObject, { nodes }: Gates): KubernetesPatch {
  const { name, child } = site;
  const ofService = withAnnotations(manifest, { "knative-faas.dev/traffic-of": uidOf(site, service) });
  const dependsOn = nodes?.then((gateNodes) => [service, ...gateNodes]) ?? service;
  return new KubernetesPatch(`${name}-traffic`, "traffic", ofService, { ...child, retainOnDelete: true, dependsOn });
}
