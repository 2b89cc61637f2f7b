// What each example promises: its configuration in a test, and the checks once it is up.
import assert from "node:assert/strict";
import { join } from "node:path";
import { helloImage } from "../engine/hello";
import type { Program } from "../engine/program";
import { run } from "../environment/command";
import { pause, type TestCluster } from "./cluster";
import { Events } from "./eventing";

export interface Deployed {
  cluster: TestCluster;
  program: Program;
  namespace: string;
  // biome-ignore lint/suspicious/noExplicitAny: outputs of any program
  outputs: any;
}

export interface Example {
  /** Checks what the description in its Pulumi.yaml says. */
  holds: (deployed: Deployed) => Promise<void>;
  /** Further configuration, as KEY=VALUE. */
  config?: (cluster: TestCluster, program: Program) => Promise<string[]>;
  /** The same for secrets, which are set with `pulumi config set-all`. */
  secrets?: string[];
  /** It imports the package from the node_modules of the repository. */
  isLibrary?: true;
}

/** Examples that are only previewed: why, and what the preview must show. */
export interface Previewed {
  previewOnly: string;
  shows: (steps: Awaited<ReturnType<Program["preview"]>>) => void;
}

const at = (url: string, path: string) => new URL(path, url).href;

// biome-ignore lint/suspicious/noExplicitAny: the template of a service
async function templateOf({ cluster, namespace }: Deployed, name: string): Promise<any> {
  return (await cluster.get("KnativeService", namespace, name)).spec.template;
}

/** As described in the example's comment; returns the image's reference. */
async function koBuild({ target, directory, environment }: Program, module: string): Promise<string> {
  const base = target.local?.baseImage === undefined ? {} : { KO_DEFAULTBASEIMAGE: target.local.baseImage };
  const env = { ...environment, ...base, KO_DOCKER_REPO: target.registry };
  return (await run(target.tools.ko, ["build", "."], { cwd: join(directory, module), env })).trim();
}

/** Waits until a function has written these lines; the pattern selects the relevant part of each. */
async function logged(cluster: TestCluster, namespace: string, name: string, lines: string[], pattern: RegExp) {
  const selection = { labelSelector: `serving.knative.dev/service=${name}` };
  let found: string[] = [];
  const wrote = async () => {
    // A Pod that has just started has no log yet.
    const log = await cluster.logs(namespace, selection, "user-container").catch(() => "");
    found = log.split("\n").flatMap((line) => pattern.exec(line)?.[1] ?? []);
    return lines.every((line) => found.includes(line));
  };
  await cluster.until(`${name} wrote ${lines}`, 30, wrote).catch(() => assert.deepEqual(found, lines));
}

export const examples: Record<string, Example | Previewed> = {
  secrets: {
    secrets: ["key=change-me"],
    holds: async ({ cluster, program, outputs }) => {
      const signed = await cluster.answer(at(outputs.url, "/order"));
      assert.match(signed, /^[0-9a-f]{64}\n$/);
      await program.must(["config", "set", "--secret", "key", "another-key"]);
      await program.up();
      const rotated = await program.outputs();
      assert.notEqual(rotated.revision, outputs.revision);
      assert.notEqual(await cluster.answer(at(outputs.url, "/order")), signed);
      assert.doesNotMatch(program.state(), /another-key/);
    },
  },
  scaling: {
    holds: async ({ cluster, namespace, outputs }) => {
      const answered = new Set<string>();
      await cluster.until("twenty requests at one time get a second Pod", 60, async () => {
        const asked = Array.from({ length: 20 }, () => cluster.answer(outputs.url));
        for (const pod of await Promise.all(asked)) answered.add(pod);
        return answered.size > 1;
      });
      assert.ok(answered.size <= 5);
      await cluster.waitForAll("Pod", namespace, {}, "the idle function has no Pod", 120, (pods) => pods.length === 0);
      assert.match(await cluster.answer(outputs.url), /^wait-[0-9a-f]{10}-deployment-/);
    },
  },
  "cluster-local": {
    holds: async ({ cluster, outputs }) => {
      assert.equal(await cluster.answer(at(outputs.url, "/bread")), "bread costs 6 EUR\n");
      assert.match(new URL(outputs.priceUrl).host, /\.svc\.cluster\.local$/);
      assert.equal((await cluster.ask(outputs.priceUrl)).status, 404);
    },
  },
  "resources-and-probes": {
    holds: async (deployed) => {
      // A new Pod needs two seconds to start: the request is held until the readiness probe succeeds.
      await deployed.cluster.deleteAll("Pod", deployed.namespace, { now: true });
      assert.deepEqual(await deployed.cluster.ask(deployed.outputs.url), { status: 200, body: "warm\n" });
      const [container] = (await templateOf(deployed, "warm")).spec.containers;
      assert.equal(container.readinessProbe.httpGet.path, "/ready");
      assert.equal(container.livenessProbe.periodSeconds, 5);
      assert.deepEqual(container.resources.limits, { cpu: "500m", memory: "64Mi" });
    },
  },
  volumes: {
    holds: async ({ cluster, program, outputs }) => {
      const motto = () => cluster.answer(at(outputs.url, "/motto.txt"));
      assert.equal(await motto(), "Read me from a file.");
      program.write("Pulumi.yaml", program.read("Pulumi.yaml").replace("Read me", "Change me"));
      await program.up();
      assert.equal(await motto(), "Change me from a file.");
    },
  },
  "prebuilt-image": {
    config: async (cluster) => [`image=${await helloImage(cluster)}`],
    holds: async ({ cluster, outputs }) => {
      assert.equal(await cluster.answer(outputs.url), "Hello, production!\n");
      assert.equal(outputs.image, await helloImage(cluster));
    },
  },
  "several-functions": {
    holds: async ({ cluster, outputs }) => {
      assert.equal(await cluster.answer(at(outputs.url, "/knative")), "KNATIVE\n");
      assert.equal(await cluster.answer(at(outputs.reverseUrl, "/knative")), "evitank\n");
    },
  },
  "kubernetes-api": {
    holds: async ({ cluster, outputs }) =>
      assert.match(await cluster.answer(outputs.url), /^pods-[0-9a-f]{10}-deployment-/),
  },
  sidecar: {
    config: async (_cluster, program) => [`sidecar=${await koBuild(program, "clock")}`],
    holds: async ({ cluster, outputs }) => {
      const told = await cluster.answer(at(outputs.url, "/time"));
      const age = Date.now() - Date.parse(told.trim());
      assert.ok(age < 10_000, `${told} is ${age} ms old`);
    },
  },
  http2: {
    holds: async ({ cluster, outputs }) => assert.equal(await cluster.answer(outputs.url), "HTTP/2.0\n"),
  },
  "http-handler": {
    holds: async ({ cluster, namespace, outputs }) => {
      assert.equal(await cluster.answer(at(outputs.url, "/?name=Knative")), "Hello, Knative!\n");
      assert.equal((await cluster.ask(at(outputs.url, "/broken"))).status, 500);
      assert.equal((await cluster.ask(at(outputs.url, "/health/liveness"))).status, 200);
      const [{ metadata }] = await cluster.list("Pod", namespace);
      // A request in progress when its Pod is deleted is still answered.
      const slow = cluster.ask(at(outputs.url, "/slow"));
      await pause(500);
      const log = cluster.followedLogs(namespace, metadata.name, "user-container");
      await cluster.delete("Pod", namespace, metadata.name);
      assert.deepEqual(await slow, { status: 200, body: "Hello, World!\n" });
      const said = (await log)
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).msg);
      assert.deepEqual(said.slice(0, 2), ["function started", "handler panicked"]);
      assert.equal(said.at(-1), "function stopped");
    },
  },
  "cloudevents-handler": {
    holds: async ({ cluster, outputs }) => {
      const post = (amount: number) => cluster.post(outputs.url, event, JSON.stringify({ amount }));
      const event = {
        "Ce-Specversion": "1.0",
        "Ce-Id": "7",
        "Ce-Source": "/shop",
        "Ce-Type": "shop.order",
        "Content-Type": "application/json",
      };
      const reply = await post(12);
      assert.deepEqual([reply.status, reply.body], [200, '{"amount":12}']);
      assert.deepEqual([reply.headers["ce-type"], reply.headers["ce-id"]], ["shop.invoice", "invoice-7"]);
      assert.equal((await post(0)).status, 500);
    },
  },
  events: {
    holds: async ({ cluster, namespace, outputs }) => {
      const events = new Events(cluster, {});
      const order = { type: "order.placed", source: "/shop" };
      await events.send(outputs.broker, { ...order, id: "1", amount: "500" }, '{"amount":500}');
      await events.send(outputs.broker, { ...order, id: "2", amount: "5" }, '{"amount":5}');
      await events.send(outputs.broker, { ...order, id: "3", amount: "0" }, '{"amount":0}');
      const audited = ["order.placed 1", "order.billed bill-1", "order.billed bill-2"];
      await logged(cluster, namespace, "audit", audited, /^audit (\S+ \S+)/);
      await logged(cluster, namespace, "dead", ["order.placed 3 500"], /^audit (.*)$/);
    },
  },
  flows: {
    holds: async ({ cluster, namespace, outputs }) => {
      await new Events(cluster, {}).send(outputs.channel, { id: "1", type: "text" }, "  quiet ");
      await logged(cluster, namespace, "keep", ['"  quiet "'], /^kept (.*)$/);
      await logged(cluster, namespace, "result", ['"QUIET"'], /^kept (.*)$/);
    },
  },
  "event-sources": {
    holds: async ({ cluster, namespace }) => {
      await cluster.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "seen", namespace } });
      await cluster.label("ConfigMap", namespace, "seen", { watched: "yes" });
      const watched = `/apis/v1/namespaces/${namespace}/configmaps/seen`;
      const expected = ["tick  eu", `dev.knative.apiserver.ref.add ${watched}`];
      await logged(cluster, namespace, "watcher", expected, /^saw (.*?)(?: <nil>)?$/);
      await cluster.delete("ConfigMap", namespace, "seen");
    },
  },
  "own-component": {
    isLibrary: true,
    holds: async (deployed) => {
      const { cluster, outputs } = deployed;
      assert.equal(await cluster.answer(outputs.url), "Hello, staging!\n");
      assert.equal(await cluster.answer(outputs.productionUrl), "Hello, production!\n");
      const { annotations } = (await templateOf(deployed, "production")).metadata;
      assert.equal(annotations["autoscaling.knative.dev/min-scale"], "1");
    },
  },
  "custom-domain": {
    holds: async ({ cluster, outputs }) => {
      assert.equal(await cluster.answer("http://hello.shop.example.org"), "Hello, example!\n");
      assert.equal(await cluster.answer(outputs.url), "Hello, example!\n");
    },
  },
  rollout: {
    holds: async ({ cluster, namespace, program, outputs }) => {
      assert.equal(await cluster.answer(outputs.url), "Hello, World!\n");
      assert.deepEqual(outputs.gates, ["smoke"]);
      await program.must(["config", "set", "name", "Everyone"]);
      await program.up();
      assert.deepEqual((await program.outputs()).gates, ["smoke", "step-10", "step-50", "step-100"]);
      assert.equal(await cluster.answer(outputs.url), "Hello, Everyone!\n");
      assert.equal((await cluster.list("Job", namespace)).length, 4);
    },
  },
  "traffic-split": {
    holds: async ({ cluster, program, outputs: { url, previewUrl, revision } }) => {
      assert.match(previewUrl, /^http:\/\/preview-hello\./);
      assert.equal(await cluster.answer(previewUrl), "Hello, World!\n");
      // The comment's next step: traffic stays at the revision that serves.
      const text = program.read("Pulumi.yaml");
      program.write("Pulumi.yaml", text.replace("- latest: true\n", `- revision: ${revision}\n`));
      await program.must(["config", "set", "name", "preview"]);
      await program.up();
      assert.equal(await cluster.answer(url), "Hello, World!\n");
      const isNew = async () => (await cluster.answer(previewUrl)) === "Hello, preview!\n";
      await cluster.until("the tag has the new revision", 20, isNew);
    },
  },
  "existing-knative": {
    holds: async ({ cluster, outputs }) => {
      assert.equal(await cluster.answer(outputs.url), "Hello, neighbour!\n");
      assert.equal(outputs.version, "1.23.0");
      assert.match(outputs.ingress, /^kourier\./);
      assert.ok(new URL(outputs.url).host.endsWith(outputs.domain));
    },
  },
  // The registry of the tests requires no password, so a wrong one is not reported here.
  "private-registry": {
    config: async () => ["user=me"],
    secrets: ["password=not-for-everyone"],
    holds: async (deployed) => {
      const { cluster, program, namespace, outputs } = deployed;
      assert.equal(await cluster.answer(outputs.url), "Hello, registry!\n");
      const [{ name }] = (await templateOf(deployed, "hello")).spec.imagePullSecrets;
      const { type, data } = await cluster.get("Secret", namespace, name);
      assert.equal(type, "kubernetes.io/dockerconfigjson");
      const { auths } = JSON.parse(Buffer.from(data[".dockerconfigjson"], "base64").toString());
      assert.equal(auths[program.target.registry.split("/")[0] as string].password, "not-for-everyone");
      assert.doesNotMatch(program.state(), /not-for-everyone/);
    },
  },
  "feature-flags": {
    previewOnly: "it installs Knative, and this cluster's is the quickstart's",
    shows: (steps) => {
      const flag = steps.find(({ urn }) => urn.endsWith("ConfigMapPatch::hello/kubernetes.podspec-nodeselector"));
      assert.deepEqual(flag?.newState.inputs.data, { "kubernetes.podspec-nodeselector": "enabled" });
      const service = steps.find(({ urn }) => urn.endsWith("serving.knative.dev/v1:Service::hello"));
      assert.ok(service?.newState.dependencies.includes(flag.urn));
    },
  },
  production: {
    previewOnly: "it installs Knative, and this cluster's is the quickstart's",
    shows: (steps) => {
      const map = (name: string) => steps.find(({ urn }) => urn.endsWith(`ConfigMap::knative/knative-serving/${name}`));
      const data = (name: string) => map(name)?.newState.inputs.data;
      assert.equal(data("config-autoscaler")["scale-to-zero-pod-retention-period"], "60s");
      assert.equal(data("config-defaults")["revision-timeout-seconds"], "60");
      assert.ok("functions.example.com" in data("config-domain"));
      assert.ok(steps.every(({ op }) => op === "create"));
    },
  },
};
