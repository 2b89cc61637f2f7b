// Images copied by digest from one registry to another: what arrives, what is left unchanged, what is refused.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Failure } from "../../provider/src/input/problems";
import { copyImage, whereabouts } from "../../provider/src/registry/copy";
import { contentTag } from "../../provider/src/registry/reference";
import { addImage, addIndex, addManifest, attach, contentOf, tagged } from "./copiedImage";
import { digestOf, indexType, manifestType, type Registry, serveRegistry } from "./registry";

const team = "team/hello";
const prod = "prod/hello";
const sha = (letter: string) => `sha256:${letter.repeat(64)}`;

describe("promotion: images that are copied", () => {
  let source: Registry;
  let target: Registry;
  let lines: string[];

  beforeEach(async () => {
    [source, target] = [await serveRegistry(), await serveRegistry()];
    lines = [];
  });
  afterEach(() => {
    for (const registry of [source, target]) registry.close();
  });

  const from = (version: string) => `${source.host}/${team}${version.includes("@") ? ":" : "@"}${version}`;
  const copy = (digest: string, to = `${target.host}/${prod}`) =>
    copyImage({ from: from(digest), to, say: (line) => void lines.push(line) });
  const failure = async (copying: Promise<unknown>) => {
    const error = await copying.then(
      () => assert.fail("it was copied"),
      (reason) => reason,
    );
    assert.ok(error instanceof Failure, String(error));
    return error.message;
  };
  const count = ({ requests }: Registry, request: RegExp) => requests.filter((one) => request.test(one)).length;

  it("an image arrives byte by byte, with its media type and digest", async () => {
    const { digest } = addImage(source, team, { layers: [randomBytes(3000), Buffer.alloc(0)] });
    assert.equal(await copy(digest), `${target.host}/${prod}@${digest}`);
    assert.deepEqual(contentOf(target, prod), contentOf(source, team));
    assert.equal(contentOf(target, prod).length, 4);
    // What the source does not have is not requested from the target.
    assert.equal(count(target, /sha256-|referrers/), 0);
    assert.equal(await copy(`1.0@${digest}`, `${target.host}/second`), `${target.host}/second@${digest}`);
  });

  it("an index arrives with its platforms, SBOMs, signatures and referrers, and comes last", async () => {
    const { index, amd64, arm64 } = addIndex(source, team);
    for (const { digest } of [index, amd64, arm64]) attach(source, team, digest, ".sbom");
    const { digest: signature } = attach(source, team, index.digest, ".sig");
    attach(source, team, signature, ".att");
    addImage(source, team, { subject: addImage(source, team, { subject: index }) });
    addImage(source, team, { subject: amd64 });
    await copy(index.digest);
    assert.deepEqual(contentOf(target, prod), contentOf(source, team));
    assert.deepEqual(target.pushed.slice(-2), [`${prod}:${index.digest}`, `${prod}:${contentTag(index.digest)}`]);
  });

  for (const [has, found] of [
    ["404", 404],
    ["a web page elsewhere", 303],
  ] as const) {
    it(`registries without referrers keep them under a tag: ${has}`, async () => {
      const image = addImage(source, team);
      const signature = addImage(source, team, { subject: image });
      const gone = { ...signature, digest: sha("a") };
      const list = addManifest(source, team, indexType, { manifests: [signature, gone] });
      const tag = image.digest.replace(":", "-");
      tagged(source, team, list.digest, tag);
      const older = addImage(target, prod, { subject: image });
      tagged(target, prod, addManifest(target, prod, indexType, { manifests: [older] }).digest, tag);
      const elsewhere = { Location: `http://${source.host}/page` };
      for (const registry of [source, target])
        registry.intercept = ({ url }, response) => {
          if (url?.includes("/referrers/")) response.writeHead(found, found === 303 ? elsewhere : {}).end();
          return url?.includes("/referrers/") ?? false;
        };
      await copy(image.digest);
      const kept = JSON.parse(target.stored.get(`${prod}/${tag}`)?.content.toString() ?? "");
      assert.deepEqual(kept.manifests, [older, signature]);
      assert.ok(target.stored.has(`${prod}/${signature.digest}`));
      assert.equal(count(source, /page/), 0);
    });
  }

  it("a registry that takes the tag of referrers for the image itself", async () => {
    const { index } = addIndex(source, team);
    for (const { abilities } of [source, target]) abilities.referrers = false;
    tagged(source, team, index.digest, index.digest.replace(":", "-"));
    await copy(index.digest);
    assert.equal(count(target, /sha256-/), 0);
    assert.equal(target.pushed.length, 4);
  });

  it("referrers on several pages", async () => {
    const image = addImage(source, team);
    const pages = [image, image].map((subject) => addImage(source, team, { subject }));
    source.intercept = ({ url = "" }, response) => {
      if (!url.includes(`/referrers/${image.digest}`)) return false;
      const page = url.includes("last=1") ? 1 : 0;
      if (page === 0) response.setHeader("Link", `<${url}?last=1>; rel="next"`);
      response.setHeader("Content-Type", indexType);
      response.end(JSON.stringify({ manifests: [pages[page]] }));
      return true;
    };
    await copy(image.digest);
    for (const { digest } of pages) assert.ok(target.stored.has(`${prod}/${digest}`), digest);
  });

  it("signatures that the target has of its own stay", async () => {
    const { digest } = addImage(source, team);
    attach(source, team, digest, ".sig");
    const own = attach(target, prod, digest, ".sig");
    await copy(digest);
    assert.equal(digestOf(target.stored.get(`${prod}/${own.tag}`)?.content ?? Buffer.of()), own.digest);
    assert.ok(lines.includes(`kept ${target.host}/${prod}:${own.tag}, which differs from the source's`), lines.join());
  });

  it("a second copy asks one question", async () => {
    const { index } = addIndex(source, team);
    await copy(index.digest);
    for (const { requests } of [source, target]) requests.length = 0;
    await copy(index.digest);
    assert.deepEqual([source.requests, target.requests], [[], [`HEAD /v2/${prod}/manifests/${index.digest}`]]);
  });

  it("a platform that the target has is not sent again, what was attached to it since is", async () => {
    const { index, amd64 } = addIndex(source, team);
    await copy(amd64.digest);
    attach(source, team, amd64.digest, ".sbom");
    await copy(index.digest);
    assert.deepEqual(contentOf(target, prod), contentOf(source, team));
    assert.equal(count(source, new RegExp(`manifests/${amd64.digest}`)), 1);
  });

  it("layers that the target has are not sent, nor one twice", async () => {
    const layers = [randomBytes(10), randomBytes(20), randomBytes(20)];
    const { digest } = addImage(source, team, { layers: [...layers, ...layers] });
    const there = digestOf(layers[0] as Buffer);
    target.stored.set(`${prod}/${there}`, { type: "", content: layers[0] as Buffer });
    await copy(digest);
    assert.equal(count(source, new RegExp(`blobs/${there}`)), 0);
    assert.equal(count(source, /GET .*\/blobs\//), 3);
    assert.deepEqual(contentOf(target, prod).length, contentOf(source, team).length);
  });

  it("layers that must not be distributed stay where they are", async () => {
    const elsewhere = (mediaType: string) => ({ mediaType, digest: sha("b"), size: 5, urls: ["https://example.com"] });
    const described = [
      elsewhere("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"),
      elsewhere("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"),
    ];
    const { digest } = addImage(source, team, { described });
    await copy(digest);
    assert.deepEqual(contentOf(target, prod), contentOf(source, team));
    assert.equal(count(source, new RegExp(sha("b"))), 0);
  });

  it("tells each layer", async () => {
    const { digest } = addImage(source, team, { layers: [randomBytes(13_002_342), randomBytes(10)] });
    await copy(digest);
    assert.deepEqual(lines, [
      "copying layer 1 of 2, 12.4 MiB",
      "copying layer 2 of 2, 0.0 MiB",
      "copying configuration, 0.0 MiB",
    ]);
  });

  it("three layers at a time", async () => {
    const { digest } = addImage(source, team, { layers: Array.from({ length: 8 }, () => randomBytes(100)) });
    let running = 0;
    let most = 0;
    source.intercept = ({ method, url }, response) => {
      if (method !== "GET" || !url?.includes("/blobs/")) return false;
      most = Math.max(most, ++running);
      const { content } = source.stored.get(url.replace("/v2/", "").replace("/blobs/", "/")) ?? {};
      setTimeout(() => {
        running--;
        response.end(content);
      }, 30);
      return true;
    };
    await copy(digest);
    assert.equal(most, 3);
  });

  for (const mount of [true, false]) {
    it(`on one registry, a layer is ${mount ? "mounted" : "copied where it can't be mounted"}`, async () => {
      const { digest } = addImage(source, team);
      source.abilities.mount = mount;
      await copy(digest, `${source.host}/${prod}`);
      assert.deepEqual(contentOf(source, prod), contentOf(source, team));
      assert.equal(count(source, /GET .*\/blobs\//), mount ? 0 : 2);
      // The response to a mount is the start of an upload.
      assert.equal(count(source, /POST/), 2);
      assert.equal(lines.includes(`${mount ? "mounted" : "copying"} layer 1 of 1, 0.0 MiB`), true, lines.join());
    });
  }

  it("where an image is", async () => {
    const { digest } = addImage(source, team);
    const to = `${target.host}/${prod}`;
    assert.equal(await whereabouts(from(digest), to), "source");
    assert.equal(await whereabouts(from(sha("c")), to), "nowhere");
    assert.equal(count(source, /^(?!HEAD)/) + count(target, /^(?!HEAD)/), 0);
    await copy(digest);
    source.stored.clear();
    assert.equal(await whereabouts(from(digest), to), "target");
  });

  it("an image that is gone", async () => {
    const gone = `${from(sha("d"))} no longer exists; promote a release whose image the registry still has`;
    assert.equal(await failure(copy(sha("d"))), gone);
    assert.deepEqual(target.pushed, []);
  });

  it("a tag is no image by digest", async () => {
    const to = `${target.host}/${prod}`;
    const message = await failure(copyImage({ from: "ghcr.io/acme/hello:1.0", to, say: () => undefined }));
    assert.equal(message, "expected an image by digest, got ghcr.io/acme/hello:1.0");
  });

  it("a target that stores another digest", async () => {
    const { digest } = addImage(source, team);
    const other = `sha256:${"e".repeat(64)}`;
    target.intercept = ({ method, url }, response) => {
      if (method === "PUT" && url?.includes("/manifests/")) response.setHeader("Docker-Content-Digest", other);
      return response.hasHeader("Docker-Content-Digest") && Boolean(response.writeHead(201).end());
    };
    const name = `${target.host}/${prod}@${digest}`;
    const digests = `expected ${digest}, received ${other}`;
    const message = `registry ${target.host} stored ${name} with another digest: ${digests}`;
    assert.equal(await failure(copy(digest)), message);
  });

  it("a target that does not say what it stored is asked", async () => {
    const { digest } = addImage(source, team);
    target.intercept = ({ method, url }, response) =>
      method === "PUT" && url?.includes("/manifests/") === true && Boolean(response.writeHead(201).end());
    const name = `${target.host}/${prod}@${digest}`;
    assert.equal(await failure(copy(digest)), `${name} was copied, but registry ${target.host} does not have it`);
  });

  describe("refused", () => {
    const changes: [string, (content: Buffer) => Buffer, (found: string, size: number) => string][] = [
      ["another byte", (content) => Buffer.concat([content.subarray(1), Buffer.of(1)]), (found) => found],
      ["less of it", (content) => content.subarray(1), (found) => found],
      ["more of it", (content) => Buffer.concat([content, content]), () => "more than that"],
    ];
    for (const [kind, change, received] of changes) {
      it(`a layer: ${kind}`, async () => {
        const layer = randomBytes(200_000);
        const { digest } = addImage(source, team, { layers: [layer] });
        const name = digestOf(layer);
        const wrong = change(layer);
        // All of it is there before its end: data that is forwarded immediately has arrived.
        source.intercept = ({ method, url }, response) => {
          if (method !== "GET" || !url?.endsWith(name)) return false;
          response.write(wrong);
          setTimeout(() => response.end(), 50);
          return true;
        };
        const message = await failure(copy(digest));
        const got = received(digestOf(wrong), layer.length);
        const expected = got.startsWith("more") ? `${name} of ${layer.length} bytes` : name;
        const start = `${source.host}/${team}@${name} differs from what its registry sends`;
        assert.equal(message, `${start}: expected ${expected}, received ${got}`);
        assert.equal(target.stored.has(`${prod}/${name}`), false);
        assert.deepEqual(target.pushed, []);
      });
    }

    it("a layer of another size than the manifest says", async () => {
      const image = addImage(source, team);
      const { config, layers } = JSON.parse(String(source.stored.get(`${team}/${image.digest}`)?.content));
      const [{ size, digest }] = layers;
      layers[0].size++;
      const message = await failure(copy(addManifest(source, team, manifestType, { config, layers }).digest));
      const what = `expected ${size + 1} bytes, received ${size} bytes of the same digest`;
      assert.equal(message, `${from(digest)} differs from what its registry sends: ${what}`);
    });

    it("a manifest, whether the image or a platform of it", async () => {
      const { index, arm64 } = addIndex(source, team);
      for (const { digest } of [arm64, index]) {
        const wrong = Buffer.from(`${source.stored.get(`${team}/${digest}`)?.content} `);
        source.stored.set(`${team}/${digest}`, { type: manifestType, content: wrong });
        const expected = `expected ${digest}, received ${digestOf(wrong)}`;
        assert.equal(
          await failure(copy(index.digest)),
          `${from(digest)} differs from what its registry sends: ${expected}`,
        );
        for (const one of [arm64, index]) assert.equal(target.stored.has(`${prod}/${one.digest}`), false);
      }
    });
  });
});
