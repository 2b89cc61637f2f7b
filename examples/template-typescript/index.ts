// A Go function on Knative.
import * as faas from "@pulumi/knative-faas";
import * as pulumi from "@pulumi/pulumi";

// A cluster without Knative gets it from the same stack, and the function waits for it:
// const knative = new faas.Knative("knative");

const fn = new faas.Function(
  "function",
  {
    name: pulumi.getProject(),
    namespace: new pulumi.Config().get("namespace"),
    source: { directory: "./function" },
    env: { NAME: "World" },
  },
  // { dependsOn: knative },
);

export const { url } = fn;
