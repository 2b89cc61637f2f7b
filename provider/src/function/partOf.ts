// Which part of a function each argument belongs to: the template, and so a revision, or something else. Pure.
import type { FunctionArgs } from "./functionArgs.gen";

/**
 * "image": the origin of the template's image. "service": the Knative Service outside of its template. "update": the behaviour of an
 * update, which is in no object of the Service.
 */
export type Part = "template" | "image" | "service" | "update";

/** The part that each argument belongs to. */
export const partOf: Record<keyof FunctionArgs, Part> = {
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
