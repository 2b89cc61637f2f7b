// What each argument of a function is a part of: the template, and so a revision, or what stands beside it. Pure.
import type { FunctionArgs } from "./functionArgs.gen";

/**
 * "image": where the template's image comes from. "service": the Knative Service, beside its template. "update": what an update does;
 * it stands in no object of the Service.
 */
export type Whole = "template" | "image" | "service" | "update";

/** Argument -> what it is a part of. */
export const partOf: Record<keyof FunctionArgs, Whole> = {
  name: "service",
  namespace: "service",
  adopt: "update",
  labels: "service",
  annotations: "service",
  source: "image",
  dockerfile: "image",
  image: "image",
  release: "image",
  require: "update",
  allowMutableTag: "image",
  registry: "image",
  registryLogin: "image",
  port: "template",
  protocol: "template",
  command: "template",
  args: "template",
  workingDir: "template",
  env: "template",
  secrets: "template",
  envFrom: "template",
  envValueFrom: "template",
  volumes: "template",
  probes: "template",
  resources: "template",
  queueProxy: "template",
  serviceAccount: "template",
  serviceAccountToken: "template",
  pullSecrets: "template",
  securityContext: "template",
  concurrency: "template",
  timeouts: "template",
  scale: "template",
  traffic: "update",
  rollout: "update",
  revisions: "update",
  budget: "update",
  rolloutSeconds: "service",
  network: "service",
  domains: "update",
  pod: "template",
  triggers: "update",
  visibility: "service",
};
