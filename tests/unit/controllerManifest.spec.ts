// Function objects and the component's results for them, against tests/golden/controller/<case>.yaml.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { dump, loadAll } from "js-yaml";
import { givenTriggers, triggerKinds } from "../../provider/src/events/kinds/kinds";
import { withContent } from "../../provider/src/function/content/contentManifest";
import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";
import { functionManifest, functionObject, omitted } from "../../provider/src/function/functionObject";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { type FunctionSpec, functionSpec } from "../../provider/src/function/functionSpec";
import { makeDomainClaim, makeDomainMapping } from "../../provider/src/function/network/domainManifest";
import { makeTemplate } from "../../provider/src/function/pod/template";
import { revisionName, templateHash } from "../../provider/src/function/release/revision";
import { makeScalerRights } from "../../provider/src/function/scaling/queueEntry";
import { makeService, makeTraffic } from "../../provider/src/function/service/serviceManifest";
import { trafficShares } from "../../provider/src/function/traffic/trafficTable";
import { triggerObjects } from "../../provider/src/function/triggers/functionTriggers";
import { validate } from "../../provider/src/input/validate";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";
import { isLater } from "../../provider/src/pulumi/combined";
import { contentHash, secretHash } from "../../provider/src/pulumi/hash";
import { controllerCases } from "./controllerCases";

const folder = join(__dirname, "..", "golden", "controller");
const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

const head =
  "# A Function as the output `manifest` gives it, then what the component makes of it: the rights of the queue scaler, the Service with its template, the Service's traffic (a patch of the same object), domains, triggers. `SOURCE` and `knative-faas.dev/scale-on` hold JSON. `spec.labels` and `spec.annotations` go to the Service; those of `metadata` are the Function's own.";

const known = <T>(value: pulumi.Input<T>) =>
  new Promise<T>((resolve) => pulumi.output(value).apply((found) => resolve(found as T)));

/** The names that the content gets, under a key of the stack. */
function namesOf({ name, namespace }: FunctionSpec, { secrets, volumes = {} }: FunctionArgs) {
  const hidden = (purpose: string, content: unknown) =>
    `${name}${purpose}-${secretHash(content, "key", `${namespace}/${name}`)}`;
  const files = Object.entries(volumes).flatMap(([volume, { files: clear, secretFiles }]) => [
    ...(clear === undefined ? [] : [[volume, `${name}-${volume}-${contentHash(clear)}`] as const]),
    ...(secretFiles === undefined ? [] : [[volume, hidden(`-${volume}`, secretFiles)] as const]),
  ]);
  return { secret: secrets && hidden("", secrets), files: new Map(files) };
}

async function objectsOf(given: FunctionArgs): Promise<Manifest[]> {
  const args = validate("Function", functionArgs, { image, name: "hello", ...given }, functionRules);
  const spec = functionSpec("hello", args);
  const { secret, files } = namesOf(spec, args);
  const whole = { ...spec, volumes: withContent(spec.volumes, files) };
  const template = makeTemplate(whole, image, secret);
  const revision = revisionName(spec, templateHash(template));
  const domains = Object.entries(args.domains ?? {});
  const objects = [
    functionManifest(spec, args, { image, secret, pullSecret: undefined, volumes: whole.volumes }),
    ...(spec.queue === undefined ? [] : makeScalerRights(spec.queue, spec)),
    makeService(spec, template, revision),
    makeTraffic(spec, trafficShares(args.traffic, revision)),
    ...domains.flatMap(([name, domain]) => [makeDomainClaim(spec, name), makeDomainMapping(spec, name, domain)]),
    ...givenTriggers(args.triggers).flatMap((trigger) => triggerObjects(trigger, spec, undefined)),
  ];
  return (await known<Manifest[]>(objects as never)).map(withoutPulumi);
}

/** Annotations that steer Pulumi's waiting mean nothing to a controller. */
function withoutPulumi({ metadata, ...object }: Manifest): Manifest {
  const { annotations, ...others } = metadata;
  const left = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith("pulumi.com/"));
  const own = left.length === 0 ? others : { ...others, annotations: Object.fromEntries(left) };
  const { apiVersion, kind, ...fields } = object;
  return { apiVersion, kind, metadata: own, ...fields } as Manifest;
}

function written(objects: Manifest[]): string {
  const documents = objects.map((object) => dump(object, { noRefs: true, lineWidth: -1 }));
  return `${head}\n${documents.join("---\n")}`;
}

describe("controller: a function as an object of its own kind", () => {
  for (const [title, args] of Object.entries(controllerCases)) {
    it(title, async () => {
      const file = join(folder, `${title}.yaml`);
      const objects = await objectsOf(args);
      // A golden file is written by hand or once with this, and then read before it is committed.
      if (process.env.WRITE_GOLDEN === "true" && !existsSync(file)) writeFileSync(file, written(objects));
      assert.deepEqual(objects, loadAll(readFileSync(file, "utf8")));
    });
  }

  it("every kind of trigger has a case", () => {
    const given = Object.values(controllerCases).flatMap(({ triggers = {} }) => Object.keys(triggers));
    assert.deepEqual([...new Set(given)].sort(), Object.keys(triggerKinds).sort());
  });

  it("every golden file has its case", () =>
    assert.deepEqual(
      readdirSync(folder).sort(),
      Object.keys(controllerCases)
        .map((title) => `${title}.yaml`)
        .sort(),
    ));

  it("holds nothing of what it leaves out, and no secret", async () => {
    const [object] = await objectsOf(controllerCases.content as FunctionArgs);
    assert.deepEqual(
      Object.keys(object?.spec).filter((name) => name in omitted),
      [],
    );
    assert.doesNotMatch(JSON.stringify(object), /s3cret|secretFiles|"files"/);
  });

  it("names the revisions of releases", async () => {
    const release = {
      image,
      digest: image.split("@")[1] as string,
      revision: "hello-0123456789",
      templateHash: "0123456789",
      gates: [],
      served: true,
      settings: {},
    };
    const [object] = await objectsOf({
      traffic: [
        { release: pulumi.output(release), percent: 20, tag: "old" },
        { latest: true, percent: 80 },
      ],
    });
    assert.deepEqual(object?.spec.traffic, [
      { revision: "hello-0123456789", percent: 20, tag: "old" },
      { latest: true, percent: 80 },
    ]);
  });

  it("waits for nothing but what is an Output", () => {
    const args = controllerCases.everything as FunctionArgs;
    const made = { image, secret: undefined, pullSecret: undefined, volumes: {} };
    assert.equal(isLater(functionObject(functionSpec("hello", args), args, made)), false);
  });
});
