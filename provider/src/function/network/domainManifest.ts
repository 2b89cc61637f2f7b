// Domains of a function as Kubernetes objects: the claim to the name, and its mapping to the Service. Pure.

import { given } from "../../input/given";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import { decided } from "../../kubernetes/readiness";
import type { FunctionDomainArgs } from "../functionArgs.gen";
import type { FunctionSpec } from "../functionSpec";

type Place = Pick<FunctionSpec, "name" | "namespace">;

/** Reserves the name for a namespace; within a cluster each name belongs to one. */
export function makeDomainClaim(spec: Place, domain: string): Manifest {
  return {
    apiVersion: "networking.internal.knative.dev/v1alpha1",
    kind: "ClusterDomainClaim",
    metadata: { name: domain },
    spec: { namespace: spec.namespace },
  };
}

export function makeDomainMapping(spec: Place, domain: string, { tlsSecret }: FunctionDomainArgs): Manifest {
  return {
    apiVersion: "serving.knative.dev/v1beta1",
    kind: "DomainMapping",
    metadata: { name: domain, namespace: spec.namespace, annotations: { "pulumi.com/waitFor": decided() } },
    spec: {
      ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: spec.name },
      ...given({ tls: tlsSecret === undefined ? undefined : { secretName: tlsSecret } }),
    },
  };
}
