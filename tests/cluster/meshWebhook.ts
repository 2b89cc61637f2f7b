// A fake service mesh: a webhook that adds a never-ending container to each Pod of a namespace unless the Pod opts out.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Given, Item, TestCluster } from "./cluster";

/** The container's name. */
export const mesh = "mesh";

/** The API server of the local cluster is a process on this machine. */
export async function meshWebhook(
  cluster: TestCluster,
  namespace: string,
  image: string,
): Promise<() => Promise<void>> {
  const { key, cert } = certified();
  const server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { request: asked } = JSON.parse(Buffer.concat(chunks).toString());
    const patch = Buffer.from(JSON.stringify(patchOf(asked.object, image))).toString("base64");
    const answer = { uid: asked.uid, allowed: true, patchType: "JSONPatch", patch };
    response.end(JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: answer }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration = configurationOf(namespace, { url, caBundle: Buffer.from(cert).toString("base64") });
  await cluster.create(configuration);
  return async () => {
    await cluster.deleteGiven(configuration);
    server.closeAllConnections();
    server.close();
  };
}

function patchOf({ metadata, spec }: Item, image: string): object[] {
  const marks = [metadata.labels, metadata.annotations].map((all) => all?.["sidecar.istio.io/inject"]);
  if (marks.includes("false")) return [];
  const securityContext = spec.containers[0].securityContext;
  const container = { name: mesh, image, env: [{ name: "PORT", value: "15021" }], securityContext };
  return [{ op: "add", path: "/spec/containers/-", value: container }];
}

/** Only for its own namespace; if it does not respond, Pods are created unchanged. */
function configurationOf(namespace: string, clientConfig: object): Given {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: `${namespace}-mesh` },
    webhooks: [
      {
        name: "mesh.example.com",
        clientConfig,
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
        failurePolicy: "Ignore",
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
        timeoutSeconds: 5,
      },
    ],
  } as Given;
}

function certified(): { key: string; cert: string } {
  const directory = mkdtempSync(join(tmpdir(), "mesh-"));
  const file = (name: string) => join(directory, name);
  const of = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=mesh"];
  const names = ["-addext", "subjectAltName=IP:127.0.0.1"];
  const out = ["-keyout", file("key"), "-out", file("cert")];
  execFileSync("openssl", ["req", ...of, ...names, ...out], { stdio: "ignore" });
  const pem = { key: readFileSync(file("key"), "utf8"), cert: readFileSync(file("cert"), "utf8") };
  rmSync(directory, { recursive: true });
  return pem;
}
