// A cluster whose Knative another stack has installed: used as it is, and never overwritten.
import assert from "node:assert/strict";
import { Program } from "../engine/program";
import type { StackTarget } from "../environment/stack";
import { needsCluster } from "../levels";
import { type Item, TestCluster } from "./cluster";

const namespace = "knative-installed-by-others";

/** Of Serving and its network layer. */
const installed = ["knative-serving", "kourier-system"];

describe("knative: installed by others", () => {
  let target: StackTarget;
  let cluster: TestCluster;
  let program: Program;
  let image: string;

  before(async function () {
    target = needsCluster(this);
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    program = new Program(target, "knative-installed");
    const hello = await cluster.get("KnativeService", "default", "hello");
    image = hello.spec.template.spec.containers[0].image;
    write({ existing: true });
    await program.init();
  });

  after(async () => {
    if (target === undefined) return;
    await program.remove();
    await cluster.removeNamespace(namespace);
  });

  function write(properties: object): void {
    const hello = {
      type: "knative-faas:Function",
      properties: { image, namespace, env: { NAME: "there" } },
      options: { dependsOn: ["${knative}"] },
    };
    const knative = { type: "knative-faas:Knative", properties };
    const outputs = ["version", "ingress", "features", "domain", "address"].map((name) => [
      name,
      `\${knative.${name}}`,
    ]);
    program.writeYaml({ knative, hello }, { url: "${hello.url}", ...Object.fromEntries(outputs) });
  }

  /** Eventing itself writes into it for each source with a SinkBinding, and other suites have such sources. */
  const rewritten = "sinkbindings.webhook.sources.knative.dev";

  /** Everything in Knative's own objects that an update could change. */
  async function fingerprint(): Promise<string[]> {
    const wide = [
      ...(["Namespace", "CustomResourceDefinition"] as const),
      ...(["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"] as const),
    ];
    const own = ["Deployment", "Service", "ConfigMap", "ServiceAccount"] as const;
    const all = await Promise.all([
      ...wide.map((kind) => cluster.list(kind)),
      ...installed.flatMap((name) => own.map((kind) => cluster.list(kind, name))),
    ]);
    // Other suites have their own namespaces, some with "knative" in the name.
    const isInstalled = ({ kind, metadata: { namespace: of = "", name } }: Item) =>
      kind === "Namespace" ? installed.includes(name) : /knative|kourier/.test(`${of} ${name}`) && name !== rewritten;
    const named = all.flat().filter(isInstalled);
    // Leases and statuses change by themselves; the fields that managers own do not.
    return named.map(({ kind, metadata }) => {
      const owners = (metadata.managedFields ?? []).filter(
        (one: { subresource?: string }) => one.subresource !== "status",
      );
      const names = owners.map(({ manager, operation }: Record<string, string>) => `${manager} ${operation}`);
      return `${kind} ${metadata.namespace}/${metadata.name} ${metadata.uid} ${metadata.generation} ${names.sort()}`;
    });
  }

  it("is recognised, takes a function, and is not touched", async () => {
    const before = await fingerprint();
    assert.ok(before.length > 40, String(before.length));
    await program.up();
    const { url, version, ingress, features, domain, address } = await program.outputs();
    const data = async (map: string) => (await cluster.get("ConfigMap", "knative-serving", map)).data ?? {};
    const network = await data("config-network");
    const controller = await cluster.get("Deployment", "knative-serving", "controller");
    assert.deepEqual(
      [version, ingress, features],
      [
        controller.metadata.labels["app.kubernetes.io/version"],
        network["ingress-class"],
        await data("config-features"),
      ],
    );
    const domains = Object.keys(await data("config-domain"));
    assert.deepEqual([domain, new URL(url).host], [domains[0], `hello.${namespace}.${domains[0]}`]);
    assert.equal(address, target.local?.address ?? address);
    assert.equal(await cluster.answer(url), "Hello, there!\n");
    await program.expectNoChanges();
    assert.deepEqual(await fingerprint(), before);
  });

  it("is reported when it is not what the arguments say", async () => {
    write({ existing: true, version: "1.22.1", ingress: { contour: { gatewayService: "kourier-system/kourier" } } });
    const { code, written } = await program.pulumi(["preview"]);
    assert.notEqual(code, 0);
    assert.match(
      written,
      /"version" .*: this cluster's Knative has version 1\.23\.0, and existing: true changes nothing/,
    );
    assert.match(written, /"ingress\.contour" .*: this cluster's Knative has the network layer kourier\./);
    write({ existing: true });
  });

  it("refuses another stack's installation at its preview, and at an update that had none", async () => {
    const other = new Program(target, "knative-other");
    try {
      other.writeYaml({
        knative: {
          type: "knative-faas:Knative",
          properties: { ingress: { kourier: { service: { type: "ClusterIP" } } } },
        },
      });
      await other.init();
      const before = await fingerprint();
      for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        const { code, written } = await other.pulumi(command);
        assert.notEqual(code, 0, written);
        assert.match(
          written,
          /Knative already exists \(namespace [\w-]+\), installed by another stack \(knative-faas-quickstart\.quickstart\.knative\): use it with existing: true/,
        );
      }
      const made = other.resources().filter(({ type }) => type.startsWith("kubernetes:"));
      assert.deepEqual(made, []);
      assert.deepEqual(await fingerprint(), before);
    } finally {
      other.discard();
    }
  });
});
