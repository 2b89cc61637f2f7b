// The definition of Function objects, which is generated from the arguments of the component.
import type { Manifest } from "../core/kubernetes";

export function functionDefinition(): Manifest {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "functions.knative-faas.dev" },
  };
}
