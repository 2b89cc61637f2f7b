// Knative's other arguments against the releases themselves: layers, versions, flags, keys, mirror, replicas, TLS.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { type LayerName, layerNames, layers } from "../../provider/src/features/networkLayers";
import { InvalidArgs, type Problem } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";
import { type ConfigMapProperty, configMaps, keyPatterns, knownKeys } from "../../provider/src/knative/configmaps";
import { manifestDirectory } from "../../provider/src/knative/download";
import { inOrder, order, phaseOf } from "../../provider/src/knative/installOrder";
import type { KnativeArgs } from "../../provider/src/knative/knativeArgs.gen";
import { featureFlags, flagSince } from "../../provider/src/knative/knativeFlags";
import { knativeRules } from "../../provider/src/knative/knativeRules";
import { knativeArgs } from "../../provider/src/knative/knativeSchema";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { knativeManifests, manifestFiles } from "../../provider/src/knative/manifests";
import { releases } from "../../provider/src/knative/releases";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";

const manifestsOf = (args: KnativeArgs) => knativeManifests(knativeSpec(args));
const find = (manifests: Manifest[], kind: string, name: string) =>
  manifests.find((one) => one.kind === kind && one.metadata.name === name) as Manifest;
const named = (layer: LayerName): KnativeArgs => ({ ingress: { [layer]: {} } });
const versions = Object.keys(releases);

function problemsOf(args: object): Problem[] {
  try {
    validate("Knative", knativeArgs, args, knativeRules);
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    return error.problems;
  }
}

/** The texts of a released ConfigMap's `_example`, by version; empty if the version lacks the map. */
function released(version: string, map: string): string {
  const files = layerNames.flatMap((layer) => manifestFiles(version, layers[layer]));
  const texts = [...new Set(files)].map((file) => readFileSync(join(manifestDirectory(undefined), file), "utf8"));
  const documents = texts.flatMap((text) => text.split(/^---$/m));
  const found = documents.find(
    (one) => /^kind: ConfigMap$/m.test(one) && new RegExp(`^  name: ${map}$`, "m").test(one),
  );
  assert.ok(found, `${map} is not in ${version}`);
  return (load(found) as Manifest).data?._example ?? "";
}

const keysOf = (text: string) => Object.keys((load(text) as object | undefined) ?? {});

describe("knative: network layers", () => {
  for (const version of versions as NonNullable<KnativeArgs["version"]>[]) {
    for (const layer of layerNames) {
      it(`${layer} of ${version}: its manifests, its class, one phase for each object`, () => {
        const manifests = manifestsOf({ version, ...named(layer) });
        assert.deepEqual(find(manifests, "ConfigMap", "config-network").data, {
          "ingress-class": `${layer === "gatewayApi" ? "gateway-api" : layer}.ingress.networking.knative.dev`,
        });
        const controllers = manifests.filter(
          ({ kind, metadata }) => kind === "Deployment" && /^net-.*-controller$/.test(metadata.name as string),
        );
        const expected = `net-${layer === "gatewayApi" ? "gateway-api" : layer}-controller`;
        assert.deepEqual(
          controllers.map(({ metadata }) => metadata.name),
          [expected],
        );
        const sorted = inOrder(order).map(({ name }) => name);
        for (const manifest of manifests) assert.ok(sorted.includes(phaseOf(manifest).name));
        const phase = (kind: string) => [
          ...new Set(manifests.filter((one) => one.kind.endsWith(kind)).map((one) => phaseOf(one).name)),
        ];
        assert.deepEqual(
          [phase("WebhookConfiguration"), phase("Secret"), phase("Deployment")],
          [["webhooks"], ["secrets"], ["workloads"]],
        );
        assert.equal(JSON.stringify(manifests).includes("_example"), false);
      });
    }
  }

  it("only Kourier brings a gateway", () => {
    const withGateway = layerNames.filter((layer) => {
      const [namespace, name] = layers[layer].gatewayAt.split("/");
      const service = find(manifestsOf(named(layer)), "Service", name as string);
      return service !== undefined && service.metadata.namespace === namespace;
    });
    assert.deepEqual(
      withGateway,
      layerNames.filter((layer) => layers[layer].bringsGateway),
    );
    assert.deepEqual(withGateway, ["kourier"]);
  });

  it("several are refused", () => {
    const [problem] = problemsOf({ ingress: { kourier: {}, istio: {} } });
    assert.deepEqual(problem, {
      propertyPath: "ingress.istio",
      reason: "kourier and istio are mutually exclusive; set only one",
    });
  });
});

describe("upgrade: versions of Knative", () => {
  it("store every CRD in the same version, so that an upgrade needs no migration", () => {
    const stored = versions.map((version) => {
      const crds = manifestsOf({ version: version as "1.23.0" }).filter(
        ({ kind }) => kind === "CustomResourceDefinition",
      );
      const storage = crds.map(({ metadata, spec }) => [
        metadata.name,
        spec.versions.filter((one: { storage: boolean }) => one.storage).map((one: { name: string }) => one.name),
      ]);
      assert.equal(storage.length, 12);
      return storage;
    });
    for (const one of stored) assert.deepEqual(one, stored[0]);
  });

  it("are the newest patch of each minor version that the pinned module has", () => {
    for (const version of versions) {
      const [major, minor, patch] = version.split(".").map(Number);
      const next = `knative-serving/${major}.${minor}.${(patch as number) + 1}/2-serving-core.yaml`;
      assert.throws(() => readFileSync(join(manifestDirectory(undefined), next)), /ENOENT/);
    }
  });

  it("keep the names of their objects, so that an upgrade changes them in place", () => {
    const keys = versions.map((version) =>
      manifestsOf({ version: version as "1.23.0" }).map(
        ({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`,
      ),
    );
    for (const one of keys) assert.deepEqual(one.sort(), keys[0]?.sort());
  });
});

describe("knative: flags and keys", () => {
  it("the flags are those of each release", () => {
    for (const version of versions) {
      const there = featureFlags.filter((flag) => (flagSince[flag] ?? "0") <= version);
      assert.deepEqual(keysOf(released(version, "config-features")).sort(), there.sort(), version);
    }
  });

  for (const map of Object.keys(configMaps) as ConfigMapProperty[]) {
    it(`every documented key of ${configMaps[map]} is known, and no other but those of the Go sources`, () => {
      const documented = versions.flatMap((version) => keysOf(released(version, configMaps[map])));
      const unknown = documented.filter((key) => !knownKeys[map].includes(key) && !keyPatterns[map]?.pattern.test(key));
      assert.deepEqual(unknown, []);
      const undocumented = knownKeys[map].filter((key) => !documented.includes(key));
      // Commented out in `_example`, without a default there, or set by the release itself.
      const sources: Partial<Record<ConfigMapProperty, string[]>> = {
        deployment: ["default-affinity-type", "queue-sidecar-image"],
        observability: ["runtime-export-interval"],
      };
      assert.deepEqual(undocumented, sources[map] ?? []);
    });
  }

  const refused: [object, string, string][] = [
    [
      { features: { "multi-containers": "enabled" } },
      "features.multi-containers",
      'is not a feature flag of Knative; did you mean "multi-container"?',
    ],
    [
      { features: { tolerations: "enabled" } },
      "features.tolerations",
      'is not a feature flag of Knative; did you mean "kubernetes.podspec-tolerations"?',
    ],
    [
      { features: { "multi-container": "on" } },
      "features.multi-container",
      'expected one of "enabled", "allowed", "disabled", got "on"',
    ],
    [
      { version: "1.22.1", features: { "kubernetes.podspec-volumes-ephemeral": "enabled" } },
      "features.kubernetes.podspec-volumes-ephemeral",
      'requires version 1.23.0, got version "1.22.1"; leave it out or install 1.23.0',
    ],
    [
      { config: { gc: { "max-nonactive-revisions": "1" } } },
      "config.gc.max-nonactive-revisions",
      'is not a key of config-gc; did you mean "max-non-active-revisions"?',
    ],
    [
      { config: { logging: { level: "x" } } },
      "config.logging.level",
      "is not a key of config-logging; expected one of zap-logger-config, loglevel.<component>",
    ],
    [
      { config: { istio: {} } },
      "config.istio",
      "sets config-istio, which exists only with ingress.istio, got ingress.kourier; leave it out or change ingress",
    ],
    [
      { existing: true, replicas: 2 },
      "replicas",
      "changes the installation, but existing: true installs nothing; remove one of them",
    ],
    [
      { imageRegistry: "https://mirror" },
      "imageRegistry",
      'expected a registry with an optional path, e.g. "mirror.example.com/knative", got "https://mirror"',
    ],
    [{ replicas: 0 }, "replicas", "expected at least 1, got 0"],
    [
      { manifests: { urls: [{ url: "https://example.com/a.yaml", sha256: "x" }] } },
      "manifests.urls[0].sha256",
      'expected a SHA-256 as 64 hexadecimal digits, got "x"',
    ],
  ];
  for (const [args, propertyPath, reason] of refused) {
    it(`refuses ${JSON.stringify(args)}`, () => assert.deepEqual(problemsOf(args), [{ propertyPath, reason }]));
  }

  it("takes values in any case, and secure-pod-defaults its own", () => {
    const features = { "multi-container": "Enabled", "secure-pod-defaults": "AllowRootBounded" };
    assert.deepEqual(problemsOf({ features, config: { logging: { "loglevel.controller": "debug" } } }), []);
  });
});

describe("knative: what an installation changes", () => {
  it("the flags are the data of config-features, over the one that tags of a traffic table need", () => {
    const dataOf = (features: Record<string, string>) =>
      find(manifestsOf({ features }), "ConfigMap", "config-features").data;
    const tags = { "tag-header-based-routing": "enabled" };
    assert.deepEqual(dataOf({}), tags);
    assert.deepEqual(dataOf({ "multi-container": "disabled" }), { ...tags, "multi-container": "disabled" });
    const off = { "tag-header-based-routing": "disabled" };
    assert.deepEqual(dataOf(off), off);
  });

  it("TLS is in config-network and config-certmanager, under what config says", () => {
    const manifests = manifestsOf({
      tls: { externalDomain: true, systemInternal: false, redirectHttp: true, externalDomainIssuer: { name: "acme" } },
      config: { network: { "http-protocol": "enabled" } },
    });
    assert.deepEqual(find(manifests, "ConfigMap", "config-network").data, {
      "ingress-class": layers.kourier.ingressClass,
      "external-domain-tls": "enabled",
      "system-internal-tls": "disabled",
      "http-protocol": "enabled",
    });
    const issuers = find(manifests, "ConfigMap", "config-certmanager").data;
    assert.deepEqual(issuers, { issuerRef: "kind: ClusterIssuer\nname: acme\n" });
    assert.deepEqual(load(issuers.issuerRef), { kind: "ClusterIssuer", name: "acme" });
  });

  it("replicas are those of a Deployment, or the lower bound of its autoscaler", () => {
    const manifests = manifestsOf({ replicas: 3 });
    const of = (kind: string, field: (spec: Manifest) => unknown) =>
      Object.fromEntries(
        manifests.filter((one) => one.kind === kind).map((one) => [one.metadata.name, field(one.spec)]),
      );
    assert.deepEqual(
      of("Deployment", ({ replicas }) => replicas),
      {
        activator: undefined,
        autoscaler: 3,
        controller: 3,
        webhook: undefined,
        "net-kourier-controller": 3,
        "3scale-kourier-gateway": undefined,
      },
    );
    assert.deepEqual(
      of("HorizontalPodAutoscaler", ({ minReplicas, maxReplicas }) => [minReplicas, maxReplicas]),
      {
        activator: [3, 22],
        webhook: [3, 7],
        "3scale-kourier-gateway": [3, 12],
      },
    );
  });

  for (const layer of layerNames) {
    it(`every image of ${layer} comes from the mirror, by the same digest`, () => {
      const images = (manifests: Manifest[]) =>
        (
          JSON.stringify(manifests).match(/"[\w.-]+(:\d+)?\/[^"\s]+(@sha256:[0-9a-f]{64}|:v[\d.]+-latest)"/g) ?? []
        ).sort();
      const before = images(manifestsOf(named(layer)));
      const after = images(manifestsOf({ ...named(layer), imageRegistry: "mirror.example.com:5000/k" }));
      assert.ok(before.length >= 7, String(before.length));
      assert.deepEqual(
        after,
        before.map((image) => image.replace(/^"(gcr|docker)\.io\//, '"mirror.example.com:5000/k/')).sort(),
      );
    });
  }

  it("an image of the user's own is not mirrored", () => {
    const name = "gcr.io/knative-releases/knative.dev/serving/cmd/queue";
    const own = `registry.example.com/queue@sha256:${"1".repeat(64)}`;
    const manifests = manifestsOf({ imageRegistry: "mirror.example.com", images: { [name]: own } });
    assert.equal(find(manifests, "Image", "queue-proxy").spec.image, own);
  });
});
