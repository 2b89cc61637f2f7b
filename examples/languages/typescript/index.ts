// A Go directory served by Knative.
import * as faas from "@pulumi/knative-faas";
import * as pulumi from "@pulumi/pulumi";

const hello = new faas.Function("hello", {
  namespace: new pulumi.Config().get("namespace"),
  source: { directory: "../../quickstart/hello" },
  env: { NAME: "TypeScript" },
  timeouts: { requestSeconds: 10 },
});

export const { url, releases } = hello;
