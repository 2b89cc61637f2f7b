// The default registry for built images.
import * as pulumi from "@pulumi/pulumi";

/** The stack's configuration, or else ko's environment variable. */
export function configuredRegistry(): string | undefined {
  return new pulumi.Config("knative-faas").get("registry") ?? (process.env.KO_DOCKER_REPO || undefined);
}
