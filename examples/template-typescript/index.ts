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
    // A Pod that terminates finishes its requests first, for at most this long; a destroy waits for it.
    timeouts: { requestSeconds: 10 },
  },
  // { dependsOn: knative },
);

/** `releases` has the earlier revisions, newest first: `traffic: [{ revision: "NAME", percent: 100 }]` rolls back to one. */
export const { url, revision, releases } = fn;
