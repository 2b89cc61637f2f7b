// What a webhook or a container would refuse later is reported at its property; similar valid values are accepted.
import assert from "node:assert/strict";
import { InvalidArgs } from "../../provider/src/input/problems";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { knativeManifests } from "../../provider/src/knative/manifests";
import { type Component, problemsOf } from "../generated/arguments";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const sink = { url: "http://nowhere" };
const long = (bytes: number) => "x".repeat(bytes);

const anyImage = 'expected an image reference, e.g. "ghcr.io/acme/proxy@sha256:..." or "ghcr.io/acme/proxy:v1"';
const never = (day: number) =>
  `never runs, because none of its months has a day ${day}; fix the day of the month or the month`;
const mediaType = 'expected a media type, e.g. "application/json" or "text/plain; charset=utf-8"';
const room = (kibibytes: number, where: string) =>
  `expected at most ${kibibytes} KiB in total, the limit of ${where}; store less in it`;
const releasedImage =
  'expected the name of a released image without its digest, e.g. "gcr.io/knative-releases/knative.dev/serving/cmd/queue"';

const timer = (schedule: string) => ({ triggers: { cron: { timer: { schedule } } } });
const sidecar = (of: string) => ({ pod: { sidecars: [{ name: "proxy", image: of }] } });
const volume = (content: object) => ({ volumes: { a: { mountPath: "/a", ...content } } });

const delivery = (values: object) => ({ delivery: values });
const jsonata = (expression: string) => ({ transform: { jsonata: expression } });

const noLogin = 'expected an address that starts with "http://" or "https://", without user and password';
const withLogin = { url: "https://hook:s3cret@hooks.example.com/in" };
const mqtt = (values: object) => ({
  triggers: { mqtt: { a: { image, address: "mqtt://broker:1883", topics: ["a"], ...values } } },
});
const prometheus = (address: string) => ({
  rollout: { image, smoke: { prometheus: { address, query: "up", atLeast: 1 } } },
});

/** Arguments in addition to the required ones, the path, and the message without the value received. */
const refused: [Component, object, string, string][] = [
  ["Function", sidecar("http://prometheus:9090"), "pod.sidecars[0].image", anyImage],
  ["Function", sidecar("127.0.0.1:5000/a"), "pod.sidecars[0].image", anyImage],
  ["Function", sidecar("a/b:"), "pod.sidecars[0].image", anyImage],
  ["Function", { pullSecrets: ["a", "b", "a"] }, "pullSecrets[2]", "is in the list already"],
  [
    "Function",
    volume({ mountPath: "/data/../x", emptyDir: {} }),
    "volumes.a.mountPath",
    'expected an absolute path without ":" and ".."',
  ],
  [
    "Function",
    volume({ mountPath: "/./dev/./log/", emptyDir: {} }),
    "volumes.a.mountPath",
    "is a path that Knative reserves",
  ],
  ["Function", volume({ files: { a: long(2 ** 20) } }), "volumes.a.files", room(1024, "a ConfigMap")],
  ["Function", volume({ secretFiles: { a: long(2 ** 20) } }), "volumes.a.secretFiles", room(1024, "a Secret")],
  ["Function", { secrets: { A: long(2 ** 19), B: "ä".repeat(2 ** 18) } }, "secrets", room(1024, "a Secret")],
  ["Function", { annotations: { a: long(240 * 1024) } }, "annotations", room(240, "an object of Kubernetes")],
  [
    "Function",
    { pod: { annotations: { a: long(240 * 1024) } } },
    "pod.annotations",
    room(240, "an object of Kubernetes"),
  ],
  ["Function", timer("*/61 * * * *"), "triggers.cron.timer.schedule", "expected the minute as 0 to 59"],
  ["Function", timer("0 */24 * * *"), "triggers.cron.timer.schedule", "expected the hour as 0 to 23"],
  ["Function", timer("0 0 31 2 *"), "triggers.cron.timer.schedule", never(31)],
  ["Function", timer("0 0 31 2 */1"), "triggers.cron.timer.schedule", never(31)],
  ["Function", timer("0 0 31 2 1,?"), "triggers.cron.timer.schedule", never(31)],
  ["Function", timer("0 0 30-31 feb ?"), "triggers.cron.timer.schedule", never(30)],
  ["Function", timer("0 0 0 31 2,4,6,9,11 *"), "triggers.cron.timer.schedule", never(31)],
  [
    "Function",
    { domains: { "10.0.0.1": {} } },
    'domains["10.0.0.1"]',
    'expected a full DNS name in lower case, e.g. "api.example.com"',
  ],
  ["Function", { network: { certificateClass: "A B" } }, "network.certificateClass", "expected the name of a class"],
  ["Function", { rollout: {} }, "registry", "is required with rollout"],
  ["EventSource", { cron: { schedule: "@daily", contentType: "a\nb" } }, "cron.contentType", mediaType],
  [
    "Knative",
    { extensions: { registry: "https://x" } },
    "extensions.registry",
    "expected host and path without a scheme",
  ],
  ["Knative", { images: { Deployment: image } }, "images.Deployment", releasedImage],
  ["Function", { scale: { target: 1e300 } }, "scale.target", "expected at most 2147483647, got 1e+300"],
  [
    "Function",
    { scale: { targetBurstCapacity: 2 ** 31 } },
    "scale.targetBurstCapacity",
    "expected at most 2147483647, got 2147483648",
  ],
  ["Broker", delivery({ backoffSeconds: 604_801 }), "delivery.backoffSeconds", "expected at most 604800, got 604801"],
  [
    "Flow",
    jsonata('{"a": '),
    "transform.jsonata",
    'is not a valid JSONata expression: Expected "}" before end of expression',
  ],
  [
    "Flow",
    jsonata('{\n"a": "b}'),
    "transform.jsonata",
    "is not a valid JSONata expression: String literal must be terminated",
  ],
  [
    "Flow",
    jsonata("$sum(a"),
    "transform.jsonata",
    'is not a valid JSONata expression: Expected ")" before end of expression',
  ],
  ["Flow", jsonata("(".repeat(20_000)), "transform.jsonata", "is nested too deeply"],
  ["EventSource", { sink: withLogin }, "sink.url", noLogin],
  ["EventSource", { sink: { url: "https://s3cret@hooks.example.com" } }, "sink.url", noLogin],
  ["Broker", delivery({ deadLetter: withLogin }), "delivery.deadLetter.url", noLogin],
  ["Flow", { sequence: { steps: [withLogin] } }, "sequence.steps[0].url", noLogin],
  ["Function", mqtt({ delivery: { deadLetter: withLogin } }), "triggers.mqtt.a.delivery.deadLetter.url", noLogin],
  [
    "Function",
    prometheus("http://a:s3cret@prometheus:9090"),
    "rollout.smoke.prometheus.address",
    "expected a URL without user and password",
  ],
  [
    "Knative",
    { manifests: { urls: [{ ...withLogin, sha256: "0".repeat(64) }] } },
    "manifests.urls[0].url",
    'expected an address that starts with "https://" or "http://", without user and password',
  ],
  ["Broker", delivery({ timeoutSeconds: 0 }), "delivery.timeoutSeconds", "expected at least 1, got 0"],
  ["Broker", delivery({ backoffSeconds: 1.25 }), "delivery.backoffSeconds", "expected at most one decimal place"],
  ["Broker", delivery({ backoffSeconds: "PT1S" }), "delivery.backoffSeconds", 'expected a number, got "PT1S"'],
];

/** The most similar values that the cluster accepts. */
const taken: [Component, object][] = [
  ["Function", sidecar("127.0.0.1:5000/ab")],
  ["Function", sidecar(`ghcr.io:443/acme/proxy_1:v1.2-x@sha256:${"a".repeat(64)}`)],
  ["Function", sidecar("busybox")],
  ["Function", volume({ mountPath: "/dev/shm/..a", emptyDir: {} })],
  ["Function", volume({ files: { a: long(2 ** 20 - 1) } })],
  ["Function", { secrets: { A: long(2 ** 20 - 1) } }],
  ["Function", { annotations: { a: long(240 * 1024 - 1) } }],
  ["Function", timer("*/59 */23 */31 */12 */6")],
  ["Function", timer("0 0 29 2 *")],
  ["Function", timer("0 0 31 2 1")],
  ["Function", timer("0 0 31 2 */2")],
  ["Function", timer("0 0 31 1-2 *")],
  ["Function", timer("0 0 30/1 4 *")],
  ["Function", { domains: { "a.xn--p1ai": {}, "1.2.example.com": {} } }],
  ["EventSource", { cron: { schedule: "@daily", data: "x", contentType: 'text/plain; charset="utf-8"' } }],
  ["Function", { scale: { target: 2 ** 31 - 1, targetBurstCapacity: -1 } }],
  ["Broker", delivery({ backoffSeconds: 0.7, timeoutSeconds: 604_800, retryAfterMaxSeconds: 0 })],
  ["EventSource", { sink: { url: "https://hooks.example.com:8443/@hook?to=a@example.com" } }],
  ["Flow", jsonata('{ "specversion": "1.0", "id": id, "data": data.items[price > 10].{ "name": name } }')],
  ["Flow", jsonata("$ ~> |data|{'seen': true}|")],
];

const base: Partial<Record<Component, object>> = {
  Function: { image },
  EventSource: { cron: { schedule: "@daily" }, sink },
};

describe("errors: what the cluster would refuse later", () => {
  for (const [component, args, path, reason] of refused)
    it(`${component} ${path}: ${reason}`, () => {
      const problems = problemsOf(component, { ...base[component], ...args });
      const told = problems.map((problem) => [problem.propertyPath, problem.reason.slice(0, reason.length)]);
      assert.deepEqual(told, [[path, reason]]);
      assert.doesNotMatch(JSON.stringify(problems), /s3cret/);
    });

  it(`what is near to it is taken, ${taken.length} times`, () => {
    for (const [component, args] of taken)
      assert.deepEqual(problemsOf(component, { ...base[component], ...args }), [], JSON.stringify(args).slice(0, 200));
  });

  it("a map of secrets is not shown, whatever is wrong with it", () => {
    const wrong = [{ secrets: { A: long(2 ** 20) } }, { secrets: "xxx" }, volume({ secretFiles: ["xxx"] })];
    for (const args of wrong) {
      const [problem] = problemsOf("Function", { image, ...args });
      assert.match(problem?.reason ?? "", /got a secret value that is not$/);
    }
  });

  it("a request beyond what the release allows is reported before anything is applied", () => {
    const make = (cpu: string) => knativeManifests(knativeSpec({ workloads: { cpu } }));
    assert.ok(make("200m").length > 0);
    assert.throws(
      () => make("10"),
      (error: InvalidArgs) => {
        assert.ok(error instanceof InvalidArgs);
        assert.match(
          error.message,
          /workloads\.cpu: expected at most the limit of Deployment \S+ \(\S+\), got "10"; lower it$/,
        );
        return true;
      },
    );
  });

  it("a name that is no image is left alone, whatever is to be used in place of an image of this name", () => {
    const images = { "kubernetes.io/hostname": image };
    assert.ok(!JSON.stringify(knativeManifests(knativeSpec({ images }))).includes(image));
  });
});
