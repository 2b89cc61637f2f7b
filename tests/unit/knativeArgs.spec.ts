// Knative's arguments: what each property refuses, with which message, and what they resolve to.
import assert from "node:assert/strict";
import { layers } from "../../provider/src/features/networkLayers";
import { InvalidArgs, type Problem } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";
import type { KnativeIngressServiceArgs } from "../../provider/src/knative/knativeArgs.gen";
import { knativeArgs } from "../../provider/src/knative/knativeSchema";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { newestVersion } from "../../provider/src/knative/releases";

function problemsOf(args: object): Problem[] {
  try {
    validate("Knative", knativeArgs, args);
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    return error.problems;
  }
}

const digest =
  "expected an image reference with a digest (name@sha256: and 64 hexadecimal digits), so that a deploy is repeatable, got";
const dns = 'expected a DNS name in lower case, e.g. "faas.example.com", got';
const quantity = 'expected a Kubernetes quantity such as "250m", "1.5" or "128Mi", got';

const refused: [object, string, string][] = [
  [{ version: "1.22.0" }, "version", 'expected one of "1.22.1", "1.23.0", got "1.22.0"'],
  [{ manifests: { directory: "" } }, "manifests.directory", "must not be empty"],
  [{ domain: "Faas.example.com" }, "domain", `${dns} "Faas.example.com"`],
  [{ domain: "https://example.com" }, "domain", `${dns} "https://example.com"`],
  [{ domain: "a..b" }, "domain", `${dns} "a..b"`],
  [
    { ingress: { kourier: {}, class: "kourier" } },
    "ingress.class",
    "unknown property; expected one of kourier, contour, istio, gatewayApi",
  ],
  [
    { ingress: { kourier: { service: { type: "Balancer" } } } },
    "ingress.kourier.service.type",
    'expected one of "LoadBalancer", "NodePort", "ClusterIP", got "Balancer"',
  ],
  [
    { ingress: { kourier: { service: { externalIPs: ["10.0.0.1", "gateway"] } } } },
    "ingress.kourier.service.externalIPs[1]",
    'expected an IP address, got "gateway"',
  ],
  [
    { ingress: { kourier: { service: { externalIPs: ["300.0.0.1"] } } } },
    "ingress.kourier.service.externalIPs[0]",
    'expected an IP address, got "300.0.0.1"',
  ],
  [
    { ingress: { kourier: { service: { externalIPs: "10.0.0.1" } } } },
    "ingress.kourier.service.externalIPs",
    'expected a list, got "10.0.0.1"',
  ],
  [
    { ingress: { kourier: { service: { externalIps: [] } } } },
    "ingress.kourier.service.externalIps",
    'unknown property; did you mean "externalIPs"?',
  ],
  [{ images: { "gcr.io/a": "b:latest" } }, "images.gcr.io/a", `${digest} "b:latest"`],
  [{ workloads: { cpu: "x" } }, "workloads.cpu", `${quantity} "x"`],
  [{ workloads: { memory: 20 } }, "workloads.memory", "expected a string, got 20; quote it"],
  [
    { workloads: { terminationGracePeriodSeconds: -1 } },
    "workloads.terminationGracePeriodSeconds",
    "expected at least 0, got -1",
  ],
  [
    { config: { autoscaler: { "stable-window": 6.5 } } },
    "config.autoscaler.stable-window",
    "expected a string, got 6.5; quote it",
  ],
  [{ config: { network: "x" } }, "config.network", 'expected a map, got "x"'],
  [{ config: { auto: {} } }, "config.auto", 'unknown property; did you mean "autoscaler"?'],
  [
    { serving: true },
    "serving",
    "unknown property; expected one of version, existing, manifests, domain, ingress, eventing, extensions, tls, images, imageRegistry, registryLogin, replicas, workloads, features, config",
  ],
];

describe("knative: arguments", () => {
  for (const [args, propertyPath, reason] of refused) {
    it(`refuses ${JSON.stringify(args)}`, () => assert.deepEqual(problemsOf(args), [{ propertyPath, reason }]));
  }

  it("reports all mistakes at once", () => {
    const mistakes = Object.assign({}, ...refused.filter(([, path]) => /^[a-z]+$/.test(path)).map(([args]) => args));
    assert.deepEqual(
      problemsOf(mistakes).map(({ propertyPath }) => propertyPath),
      ["version", "domain", "serving"],
    );
  });

  it("takes addresses of both families, and every config map", () => {
    const config = { autoscaler: { "stable-window": "15s" }, leaderElection: {}, kourier: {} };
    assert.deepEqual(
      problemsOf({ ingress: { kourier: { service: { externalIPs: ["10.0.0.1", "fd00::1"] } } }, config }),
      [],
    );
  });
});

describe("knative: defaults", () => {
  const defaults = {
    version: newestVersion,
    manifests: undefined,
    domain: "example.com",
    layer: layers.kourier,
    exposure: { type: "LoadBalancer", externalIPs: [] },
    images: {},
    imageRegistry: undefined,
    registryLogin: undefined,
    replicas: undefined,
    workloads: {},
    tls: {},
    features: {},
    eventing: undefined,
    config: {},
  };

  it("all of them", () => assert.deepEqual(knativeSpec({}), defaults));

  it("externalIPs need no load balancer", () => {
    const service = { externalIPs: ["10.0.0.1"] };
    assert.deepEqual(knativeSpec({ ingress: { kourier: { service } } }), {
      ...defaults,
      exposure: { type: "ClusterIP", externalIPs: ["10.0.0.1"] },
    });
  });

  it("a type that is given stays", () => {
    const service: KnativeIngressServiceArgs = { type: "NodePort", externalIPs: ["10.0.0.1"] };
    assert.deepEqual(knativeSpec({ ingress: { kourier: { service } } }).exposure, service);
  });
});
