// Where built images go when no property says so.
import * as pulumi from "@pulumi/pulumi";

/** The stack's configuration, else the variable that ko reads. */
export function configuredRegistry(): string | undefined {
  return new pulumi.Config("knative-faas").get("registry") ?? (process.env.KO_DOCKER_REPO || undefined);
}
