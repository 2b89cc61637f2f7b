// The component Knative in a program: every object with its dependencies, and the gateway's address.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Function, Knative, type KnativeArgs } from "../../provider/src/index";
import { InvalidArgs } from "../../provider/src/input/problems";
import { manifestDirectory } from "../../provider/src/knative/download";
import { type Registration, type RenderOptions, render, unknown } from "./harness";

const component = "knative-faas:index:Knative";
const kindOf = ({ type }: Registration) => type.split(":").pop() as string;

/** Phases of the installation by the kinds that are in them. */
const phases: Record<string, (object: Registration) => boolean> = {
  namespaces: (object) => kindOf(object) === "Namespace",
  secrets: (object) => kindOf(object) === "Secret",
  definitions: (object) => kindOf(object) === "CustomResourceDefinition",
  workloads: (object) => kindOf(object) === "Deployment",
  webhooks: (object) => kindOf(object).endsWith("WebhookConfiguration"),
  instances: (object) => ["Certificate", "Image"].includes(kindOf(object)),
  base: () => true,
};
const phaseOf = (object: Registration) =>
  Object.keys(phases).find((phase) => phases[phase]?.(object)) as keyof typeof phases;

const waits: Record<string, string[]> = {
  namespaces: [],
  secrets: ["namespaces"],
  base: ["namespaces"],
  definitions: ["base"],
  workloads: ["secrets", "base", "definitions"],
  webhooks: ["workloads"],
  instances: ["webhooks"],
};

const local: KnativeArgs = { ingress: { kourier: { service: { externalIPs: ["10.0.0.1"] } } } };

const make = (args: KnativeArgs = local, options: RenderOptions = {}) =>
  render(() => void new Knative("knative", args), options);

const objectsOf = (registrations: Registration[]) => registrations.filter(({ type }) => type.startsWith("kubernetes:"));

// biome-ignore lint/suspicious/noExplicitAny: inputs of any kind of object
const inputsOf = (object: Registration) => object.inputs as any;

describe("knative: in a program", () => {
  let registrations: Registration[] = [];
  before(async () => {
    registrations = await make();
  });

  it("is 72 objects below one component, each under its canonical token", () => {
    const objects = objectsOf(registrations);
    assert.deepEqual([registrations[0]?.type, objects.length], [component, 72]);
    for (const object of objects) {
      const { apiVersion, kind } = inputsOf(object);
      const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
      assert.equal(object.type, `kubernetes:${group}:${kind}`);
      assert.equal(object.parent, registrations[0]?.urn);
      assert.equal(object.version, "4.26.0");
    }
  });

  it("names each object after itself and its namespace", () => {
    const names = objectsOf(registrations).map(({ name }) => name);
    assert.ok(names.includes("knative/knative-serving/activator"));
    assert.ok(names.includes("knative/kourier-system/kourier"));
    assert.ok(names.includes("knative/services.serving.knative.dev"));
    const urns = registrations.map(({ urn }) => urn);
    assert.equal(new Set(urns).size, urns.length);
  });

  it("each object waits for all of the phases before its own, and for nothing else", () => {
    const objects = objectsOf(registrations);
    for (const object of objects) {
      const waitsFor = waits[phaseOf(object)] as string[];
      const expected = objects.filter((candidate) => waitsFor.includes(phaseOf(candidate) as string));
      assert.deepEqual([...object.dependencies].sort(), expected.map(({ urn }) => urn).sort(), object.name);
    }
  });

  /** Of the project, stack and component: the hash distinguishes names that are equal as labels. */
  const claim = "knative-faas.project.dev.knative.52b99d10d0";

  it("marks its namespaces as its own, so that those of others are a conflict", () => {
    const namespaces = objectsOf(registrations).filter((object) => kindOf(object) === "Namespace");
    assert.deepEqual(
      namespaces.map((object) => inputsOf(object).metadata.labels),
      [{}, { "networking.knative.dev/ingress-provider": "kourier", "app.kubernetes.io/component": "net-kourier" }].map(
        (labels) => ({
          ...labels,
          "app.kubernetes.io/name": "knative",
          "app.kubernetes.io/instance": claim.replace("knative-faas.", ""),
          "app.kubernetes.io/managed-by": "pulumi",
          "app.kubernetes.io/version": "1.23.0",
        }),
      ),
    );
  });

  it("marks a role that its binding can't change, so that a preview tells of a Knative of others", () => {
    const roles = objectsOf(registrations).filter(({ name }) => name === "knative/knative-serving-activator-cluster");
    const name = claim.replace("knative-faas.", "knative-serving-activator-cluster.");
    assert.deepEqual(
      roles.map((object) => [kindOf(object), inputsOf(object).metadata.name, inputsOf(object).roleRef?.name]).sort(),
      [
        ["ClusterRole", name, undefined],
        ["ClusterRoleBinding", "knative-serving-activator-cluster", name],
      ],
    );
  });

  it("awaits what others need, and nothing that can't be there yet", () => {
    const signs: Record<string, object> = {
      definitions: {
        "pulumi.com/waitFor": `["condition=Established","jsonpath={.metadata.labels['app.kubernetes.io/version']}=1.23.0"]`,
      },
      webhooks: {
        "pulumi.com/waitFor": `["jsonpath={.webhooks[0].clientConfig.caBundle}","jsonpath={.metadata.labels['app.kubernetes.io/version']}=1.23.0"]`,
      },
      base: { "pulumi.com/skipAwait": "true" },
    };
    for (const object of objectsOf(registrations)) {
      const annotations = Object.entries(inputsOf(object).metadata.annotations);
      const ours = Object.fromEntries(annotations.filter(([key]) => key.startsWith("pulumi.com/")));
      const manager = phaseOf(object) === "namespaces" ? claim : "knative-faas";
      const expected = { "pulumi.com/patchFieldManager": manager, ...signs[phaseOf(object)] };
      assert.deepEqual(ours, expected, object.name);
    }
  });

  it("has a guard behind all that others wait for, so that it goes first", () => {
    const guard = registrations.find(({ type }) => type === "knative-faas:index:KnativeGuard") as Registration;
    const waited = new Set(objectsOf(registrations).flatMap(({ dependencies }) => dependencies));
    const last = objectsOf(registrations).filter(({ urn }) => !waited.has(urn));
    assert.deepEqual([...guard.dependencies].sort(), last.map(({ urn }) => urn).sort());
  });

  it("leaves to the controllers what they write", () => {
    const left = objectsOf(registrations).filter(({ ignoreChanges }) => ignoreChanges.length > 0);
    assert.deepEqual(left.map((object) => [kindOf(object), object.ignoreChanges]).sort(), [
      ["MutatingWebhookConfiguration", ["webhooks"]],
      ["Secret", ["data", "stringData"]],
      ["ValidatingWebhookConfiguration", ["webhooks"]],
      ["ValidatingWebhookConfiguration", ["webhooks"]],
    ]);
  });

  it("waits for a load balancer's address where there is one", async () => {
    const gateway = (await make({})).find(({ name }) => name === "knative/kourier-system/kourier") as Registration;
    assert.equal(inputsOf(gateway).spec.type, "LoadBalancer");
    assert.equal(inputsOf(gateway).metadata.annotations["pulumi.com/skipAwait"], undefined);
  });

  it("two in one program have nothing in common but the cluster", async () => {
    const both = await render(() => {
      new Knative("one", local);
      new Knative("two", local);
    });
    assert.equal(new Set(both.map(({ urn }) => urn)).size, 2 * 74);
  });

  it("a function that depends on it is registered after every object, and waits for all of them", async () => {
    const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
    const all = await render(() => {
      const knative = new Knative("knative", local);
      new Function("hello", { image }, { dependsOn: knative });
    });
    const parts = all.filter(({ parent }) => parent === all[0]?.urn);
    const place = all.findIndex(({ type }) => type === "knative-faas:index:Function");
    assert.equal(place, 1 + parts.length);
    const waitsFor = all[place]?.dependencies ?? [];
    const before = new Set(waitsFor);
    const follow = (urn: string) => {
      for (const next of parts.find((part) => part.urn === urn)?.dependencies ?? []) {
        before.add(next);
        follow(next);
      }
    };
    for (const urn of waitsFor) follow(urn);
    const free = parts.filter(({ urn }) => !before.has(urn)).map(({ urn }) => urn);
    assert.deepEqual({ free, direct: waitsFor.length }, { free: [], direct: 1 });
  });
});

describe("knative: outputs", () => {
  /** The status of the gateway's Service, and the address that follows. */
  const addresses: [string, object, KnativeArgs, string][] = [
    ["a load balancer's IP", { status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } }, {}, "192.0.2.1"],
    [
      "a load balancer's host",
      { status: { loadBalancer: { ingress: [{ hostname: "lb.example.com" }] } } },
      {},
      "lb.example.com",
    ],
    ["the first external IP", { status: { loadBalancer: {} } }, local, "10.0.0.1"],
    [
      "the cluster IP",
      { spec: { type: "ClusterIP", clusterIP: "10.96.0.9" }, status: {} },
      { ingress: { kourier: { service: { type: "ClusterIP" } } } },
      "10.96.0.9",
    ],
    ["none yet", {}, {}, ""],
  ];
  for (const [title, state, args, address] of addresses) {
    it(`address: ${title}`, async () => {
      const respond = ({ name }: Registration) =>
        name === "knative/kourier-system/kourier" ? (state as Record<string, unknown>) : undefined;
      const [knative] = await make(args, { respond });
      assert.deepEqual(knative?.outputs, {
        version: "1.23.0",
        ingress: "kourier.ingress.networking.knative.dev",
        features: {},
        domain: "example.com",
        address,
      });
    });
  }

  it("are not known in a preview", async () => {
    const [knative] = await make(local, { preview: true });
    assert.deepEqual(knative?.outputs?.version, unknown());
    assert.deepEqual(knative?.outputs?.domain, unknown());
  });

  it("have the domain that was given", async () => {
    const [knative] = await make({ ...local, domain: "faas.example.com" });
    assert.equal(knative?.outputs?.domain, "faas.example.com");
  });
});

describe("knative: mistakes", () => {
  it("wrong arguments register no object", async () => {
    const wrong = make({ domain: "Example.com", config: { network: { a: 1 } } } as unknown as KnativeArgs);
    await assert.rejects(wrong, (error: Error) => {
      assert.ok(error instanceof InvalidArgs);
      assert.deepEqual(
        error.problems.map(({ propertyPath }) => propertyPath),
        ["domain", "config.network.a"],
      );
      return true;
    });
  });

  it("a directory without the manifests is reported with its property", async () => {
    const file = "knative-serving/1.23.0/1-serving-crds.yaml";
    await assert.rejects(make({ manifests: { directory: "/nowhere" } }), {
      message: `invalid Knative\n  manifests.directory: expected a directory laid out as cmd/operator/kodata; ${file} does not exist in it, got "/nowhere"`,
    });
  });

  it("the pinned module is found", () => assert.ok(existsSync(manifestDirectory(undefined))));
});

describe("knative: images from the configuration", () => {
  const digest = `sha256:${"1".repeat(64)}`;
  const queue = "gcr.io/knative-releases/knative.dev/serving/cmd/queue";
  let directory = "";
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "images-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  const configured = (text: string): RenderOptions => {
    const file = join(directory, "images.json");
    writeFileSync(file, text);
    return { config: { "knative-faas:images": file } };
  };
  const imageOf = (registrations: Registration[]) => {
    const image = registrations.find((object) => kindOf(object) === "Image") as Registration;
    return inputsOf(image).spec.image;
  };

  it("are used unless the argument is given", async () => {
    const config = configured(JSON.stringify({ [queue]: `registry.local/queue@${digest}` }));
    assert.equal(imageOf(await make(local, config)), `registry.local/queue@${digest}`);
    const images = { [queue]: `registry.local/mine@${digest}` };
    assert.equal(imageOf(await make({ ...local, images }, config)), `registry.local/mine@${digest}`);
  });

  it("are checked like the argument", async () => {
    const wrong = make(local, configured(JSON.stringify({ [queue]: "queue:latest" })));
    await assert.rejects(wrong, /images\.gcr\.io.*: expected an image reference with a digest/);
  });

  it("a file that does not exist, or no JSON, is reported with the configuration's name", async () => {
    const start = "configuration knative-faas:images: expected a JSON file with a map of images: ";
    await assert.rejects(make(local, configured("{")), (error: Error) => error.message.startsWith(start));
    await assert.rejects(make(local, { config: { "knative-faas:images": "/nowhere" } }), {
      message: `${start}/nowhere does not exist`,
    });
  });
});
