// A function's own Secrets and ConfigMaps: their names, and the volumes that mount them.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { makeConfigMap, makeSecret, withContent } from "../../provider/src/function/content/contentManifest";
import { functionSpec } from "../../provider/src/function/functionSpec";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";
import { contentHash, secretHash } from "../../provider/src/pulumi/hash";

const known = <T>(value: pulumi.Input<T>) =>
  new Promise<T>((resolve) => pulumi.output(value).apply((found) => resolve(found as T)));

const spec = functionSpec("hello", { namespace: "shop" });
const key = "0f".repeat(32);

describe("secrets: what a function keeps", () => {
  const files = { "a.txt": "1", "b.txt": "2" };

  it("files in clear are a ConfigMap, named by its content", () =>
    assert.deepEqual(makeConfigMap(spec, files, "-site"), {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `hello-site-${contentHash(files)}`, namespace: "shop" },
      immutable: true,
      data: files,
    }));

  it("secret ones are a Secret, named by a hash with the stack's key", async () =>
    assert.deepEqual(await known<Manifest>(makeSecret(spec, files, key, "-site") as never), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: `hello-site-${secretHash(files, key, "shop/hello")}`, namespace: "shop" },
      immutable: true,
      data: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, btoa(text)])),
    }));

  it("the name of a Secret is no secret, its content is", async () => {
    const { metadata, data } = makeSecret(spec, pulumi.secret(files), pulumi.secret(key));
    assert.equal(await pulumi.isSecret(metadata.name as pulumi.Output<string>), false);
    assert.equal(await pulumi.isSecret(data), true);
    assert.equal(await known(metadata.name), `hello-${secretHash(files, key, "shop/hello")}`);
  });

  it("one name each, by content, key, function, namespace and purpose", async () => {
    const other = functionSpec("other", { namespace: "shop" });
    const elsewhere = functionSpec("hello", { namespace: "demo" });
    const all = [
      makeSecret(spec, files, key),
      makeSecret(spec, files, key, "-site"),
      makeSecret(spec, { ...files, "a.txt": "3" }, key),
      makeSecret(spec, { "a.txt": "1" }, key),
      makeSecret(spec, files, "another key"),
      makeSecret(other, files, key),
      makeSecret(elsewhere, files, key),
      makeConfigMap(spec, files, "-site"),
      makeConfigMap(spec, { ...files, "a.txt": "3" }, "-site"),
      makeConfigMap(spec, files, "-docs"),
    ];
    const names = await Promise.all(all.map(({ metadata }) => known(metadata.name)));
    // Without the function's name, so that each hash must differ.
    const hashes = names.map((name) => name.replace(/^(hello|other)/, ""));
    assert.equal(new Set(hashes).size, hashes.length, names.join(", "));
    for (const name of names) assert.match(name, /^(hello|other)(-site|-docs)?-[0-9a-f]{10}$/);
  });

  it("a text that is known later makes a name that is known later", async () => {
    const { metadata } = makeConfigMap(spec, { "a.txt": pulumi.output("1"), "b.txt": "2" }, "-site");
    assert.equal(await known(metadata.name), `hello-site-${contentHash(files)}`);
  });
});

describe("secrets: volumes with content of their own", () => {
  it("name the object in place of the content, and all else stays", () =>
    assert.deepEqual(
      withContent(
        {
          site: { mountPath: "/site", files: { "a.txt": "1" } },
          keys: { mountPath: "/keys", readOnly: true, secretFiles: { "b.txt": "2" } },
          cache: { mountPath: "/cache", emptyDir: {} },
          given: { mountPath: "/given", secret: { secretName: "mine" } },
        },
        new Map([
          ["site", "hello-site-0123456789"],
          ["keys", "hello-keys-0123456789"],
        ]),
      ),
      {
        site: { mountPath: "/site", configMap: { name: "hello-site-0123456789" } },
        keys: { mountPath: "/keys", readOnly: true, secret: { secretName: "hello-keys-0123456789" } },
        cache: { mountPath: "/cache", emptyDir: {} },
        given: { mountPath: "/given", secret: { secretName: "mine" } },
      },
    ));
});
