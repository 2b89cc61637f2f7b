// The credentials that Knative's own Pods pull with: a Secret in each of their namespaces, referenced by every workload of the release.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { InvalidArgs } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";
import { phaseOf } from "../../provider/src/knative/installOrder";
import type { KnativeArgs } from "../../provider/src/knative/knativeArgs.gen";
import { knativeRules } from "../../provider/src/knative/knativeRules";
import { knativeArgs } from "../../provider/src/knative/knativeSchema";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { knativeManifests } from "../../provider/src/knative/manifests";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";

const login = { username: "robot", password: "s3cret" };
const imageRegistry = "mirror.example.com/knative";
const manifestsOf = (args: KnativeArgs) => knativeManifests(knativeSpec({ eventing: {}, ...args }));
const isSecret = ({ kind, type }: Manifest) => kind === "Secret" && type === "kubernetes.io/dockerconfigjson";
const isWorkload = ({ kind }: Manifest) => kind === "Deployment" || kind === "StatefulSet";
const pulls = ({ spec }: Manifest) => spec.template.spec.imagePullSecrets;

const known = (output: unknown) =>
  (output as { promise(withUnknowns?: boolean): Promise<Record<string, string>> }).promise();

function problemsOf(args: object) {
  try {
    validate("Knative", knativeArgs, args, knativeRules);
    return [];
  } catch (error) {
    return (error as InvalidArgs).problems;
  }
}

describe("knative: the login of a mirror", () => {
  it("is a Secret in each namespace that has Pods of Knative, there before them, and named by all of them", async () => {
    const all = manifestsOf({ imageRegistry, registryLogin: login });
    const secrets = all.filter(isSecret);
    const places = secrets.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort();
    const namespaces = ["knative-eventing", "knative-serving", "kourier-system"];
    assert.deepEqual(
      places,
      namespaces.map((namespace) => `${namespace}/knative-faas-registry`),
    );
    for (const workload of all.filter(isWorkload)) {
      assert.deepEqual(pulls(workload), [{ name: "knative-faas-registry" }], workload.metadata.name as string);
      assert.ok(phaseOf(workload).after.includes(phaseOf(secrets[0] as Manifest).name));
    }
    assert.equal(await pulumi.isSecret(secrets[0]?.data), true);
    const { ".dockerconfigjson": config = "" } = await known(secrets[0]?.data);
    assert.deepEqual(JSON.parse(Buffer.from(config, "base64").toString()), {
      auths: { "mirror.example.com": { ...login, auth: Buffer.from("robot:s3cret").toString("base64") } },
    });
  });

  it("is nothing where none is given", () => {
    const all = manifestsOf({ imageRegistry });
    assert.deepEqual(all.filter(isSecret), []);
    assert.ok(all.filter(isWorkload).every((workload) => pulls(workload) === undefined));
  });

  it("is refused where only released images are pulled, or nothing is installed", () => {
    const paths = (args: object) => problemsOf(args).map(({ propertyPath }) => propertyPath);
    assert.deepEqual(paths({ registryLogin: login }), ["registryLogin"]);
    assert.deepEqual(paths({ registryLogin: login, imageRegistry }), []);
    assert.deepEqual(paths({ registryLogin: login, existing: true }), ["registryLogin"]);
  });
});
