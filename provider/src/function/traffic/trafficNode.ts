// The traffic of a function as a separate node, registered after the newest revision and its gates.
import type * as pulumi from "@pulumi/pulumi";
import {
  type KubernetesObject,
  KubernetesPatch,
  type Manifest,
  withAnnotations,
} from "../../kubernetes/kubernetesObject";
import { statusNow } from "../../kubernetes/readiness";
import { asOutput, delayed } from "../../pulumi/value";
import type { Admission } from "../admission";
import { conditions, type ServiceStatus } from "../release/revision";
import type { Gates } from "../rollout/gates";
import { makeTraffic, settledTraffic } from "../service/serviceManifest";
import { type NewestRevision, uidOf } from "../service/serviceNode";
import type { Site } from "../site";
import { trafficShares } from "./trafficTable";

export interface Traffic {
  node: KubernetesPatch;
  /** Name of the newest revision, once it may get traffic. */
  revision: pulumi.Output<string>;
  /** Of the Knative Service, once traffic has moved. */
  status: pulumi.Output<ServiceStatus | undefined>;
}

export function registerTraffic(site: Site, newest: NewestRevision, gates: Gates, admitted: Admission): Traffic {
  const { spec, owner } = site;
  const revision = asOutput(delayed(newest.ready, gates.passed, admitted.traffic));
  const moved = makeTraffic(spec, trafficShares(spec.traffic, revision));
  const manifest = spec.rollout === undefined ? moved : settledTraffic(moved, site.last);
  const node = trafficNode(site, manifest, newest.service, gates);
  return { node, revision, status: statusNow<ServiceStatus>(node, owner, conditions.route) };
}

/** A recreated Service has another uid, so that traffic is applied again. */
function trafficNode(site: Site, manifest: Manifest, service: KubernetesObject, { nodes }: Gates): KubernetesPatch {
  const { name, child } = site;
  const ofService = withAnnotations(manifest, { "knative-faas.dev/traffic-of": uidOf(site, service) });
  const dependsOn = nodes?.then((gateNodes) => [service, ...gateNodes]) ?? service;
  return new KubernetesPatch(`${name}-traffic`, "traffic", ofService, { ...child, retainOnDelete: true, dependsOn });
}
