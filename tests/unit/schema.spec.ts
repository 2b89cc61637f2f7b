// The public API as Pulumi sees it (provider/schema.json): names, types and the description of each property.
import assert from "node:assert/strict";
import schema from "../../provider/schema.json";

interface Property {
  type?: string;
  $ref?: string;
  description?: string;
  secret?: boolean;
  plain?: boolean;
  items?: { $ref?: string };
  additionalProperties?: { type?: string; $ref?: string };
}

interface Shape {
  description?: string;
  properties?: Record<string, Property>;
  inputProperties?: Record<string, Property>;
  enum?: { name: string; value: string; description?: string }[];
}

const resources = Object.entries(schema.resources as Record<string, Shape>);
const types = Object.entries(schema.types as Record<string, Shape>);
const shapes = [...resources, ...types].map(([token, shape]) => [token.split(":").pop() as string, shape] as const);

/** Every property of the package by its path, e.g. `FunctionScale.min`. */
const properties = shapes.flatMap(([owner, { inputProperties, properties: own }]) =>
  Object.entries({ ...own, ...inputProperties }).map(([name, property]) => [`${owner}.${name}`, property] as const),
);

describe("plugin: public face", () => {
  it("every property, resource and type is described in full sentences", () => {
    const descriptions = [...shapes, ...properties].map(([path, { description }]) => [path, description] as const);
    const short = descriptions.filter(([, text]) => !/^[A-Z`].*\.$/s.test(text ?? "")).map(([path]) => path);
    assert.deepEqual(short, []);
  });

  it("every value of an enum is described and named", () => {
    const values = types.flatMap(([token, { enum: all = [] }]) => all.map((value) => ({ token, ...value })));
    assert.equal(values.length > 0, true);
    const bare = values.filter(
      ({ name, description }) => !/^[A-Z]\w*$/.test(name) || !/^[A-Z].*\.$/.test(description ?? ""),
    );
    assert.deepEqual(bare, []);
  });

  it("counts, seconds and bytes are integers, only amounts of load are not", () => {
    const numbers = properties.filter(([, { type }]) => type === "number").map(([path]) => path);
    assert.deepEqual(numbers, [
      "FunctionFootprint.cpu",
      // Bytes, which may exceed an integer of Pulumi.
      "FunctionFootprint.memory",
      "FunctionScale.target",
      "FunctionScale.targetUtilizationPercent",
      "FunctionScale.panicWindowPercent",
      "FunctionScale.panicThresholdPercent",
      "FunctionScale.targetBurstCapacity",
      "FunctionPrometheusCheck.atMost",
      "FunctionPrometheusCheck.atLeast",
      "Delivery.backoffSeconds",
      "KafkaDelivery.backoffSeconds",
      "AdapterDelivery.backoffSeconds",
    ]);
    const integers = new Set<string>(properties.filter(([, { type }]) => type === "integer").map(([path]) => path));
    for (const path of ["Function.port", "FunctionScale.min", "FunctionProbe.periodSeconds"])
      assert.ok(integers.has(path), path);
  });

  it("secrets are marked, and only they", () => {
    const secret = properties.filter(([, property]) => property.secret).map(([path]) => path);
    assert.deepEqual(secret, [
      "Function.secrets",
      "RegistryLogin.username",
      "RegistryLogin.password",
      "FunctionVolume.secretFiles",
      "KnativeRegistryLogin.username",
      "KnativeRegistryLogin.password",
    ]);
  });

  it("what decides which resources exist is plain", () => {
    const plain = properties.filter(([, property]) => property.plain).map(([path]) => path);
    const isGroup = (ref?: string) => types.some(([token, { enum: all }]) => ref?.endsWith(token) && !all);
    const refOf = ({ $ref, items, additionalProperties }: Property) =>
      $ref ?? items?.$ref ?? additionalProperties?.$ref;
    const carried = ["FunctionRelease", "FunctionFootprint", "FunctionRoute"];
    const isCarried = (property: Property) => carried.some((name) => refOf(property)?.endsWith(`:${name}`));
    for (const [path, { plain: isPlain }] of properties.filter(([, property]) => isCarried(property)))
      assert.notEqual(isPlain, true, `${path} may be an Output as a whole`);
    const groups = properties.filter(([, property]) => isGroup(refOf(property)) && !isCarried(property));
    for (const [path] of groups) assert.ok(plain.includes(path), `${path} is a group and not plain`);
    const others = plain.filter((path) => !groups.some(([group]) => group === path));
    const config = others.filter((path) => /^Knative(Eventing)?Config\./.test(path));
    assert.equal(config.length, 24);
    assert.deepEqual(
      others.filter((path) => !config.includes(path)),
      [
        "Function.adopt",
        "Function.require",
        "Function.allowMutableTag",
        "Function.serviceAccountToken",
        "Function.pullSecrets",
        "Knative.version",
        "Knative.features",
        "Knative.existing",
        "Knative.images",
        "Knative.imageRegistry",
        "Knative.replicas",
        "Broker.adopt",
        "Broker.samples",
        "EventSource.adopt",
        "Flow.adopt",
        "FunctionSource.directory",
        "FunctionSource.package",
        "FunctionDockerfile.directory",
        "FunctionDockerfile.file",
        "RegistryLogin.pull",
        "FunctionAmounts.extended",
        "FunctionTraffic.percent",
        "FunctionRollout.steps",
        "FunctionPrometheusCheck.atMost",
        "FunctionPrometheusCheck.atLeast",
        "FunctionRevisions.keep",
        "KafkaTrigger.deleteGroup",
        "ApiServerTrigger.namespaces",
        "ApiServerResource.apiVersion",
        "ApiServerResource.kind",
        "KnativeManifests.directory",
        "KnativeManifestUrl.url",
        "KnativeManifestUrl.sha256",
        "KnativeIngressService.externalIPs",
        "KnativeContour.gatewayService",
        "KnativeIstio.gatewayService",
        "KnativeGatewayApi.gatewayService",
        "KnativeEventing.features",
        "KnativeKafka.dataPlane",
        "ContainerSource.directory",
        "ContainerSource.package",
        "ContainerSource.env",
        "ContainerSource.secretEnv",
      ],
    );
  });
});
