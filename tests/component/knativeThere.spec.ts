// The component Knative with existing installations: a foreign Knative, a foreign gateway, manifests at an address.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layers } from "../../provider/src/features/networkLayers";
import { Function, Knative, type KnativeArgs } from "../../provider/src/index";
import { manifestDirectory } from "../../provider/src/knative/download";
import { manifestFiles } from "../../provider/src/knative/manifests";
import { type Registration, type RenderOptions, render } from "./harness";

type State = Record<string, Record<string, unknown>>;

/** The cluster's responses, by the ID of what is read. */
const cluster: State = {
  "knative-serving/controller": { metadata: { labels: { "app.kubernetes.io/version": "1.21.3" } } },
  "knative-serving/config-network": { data: { "ingress-class": layers.istio.ingressClass } },
  "knative-serving/config-features": { data: { _example: "#", "multi-container": "Enabled" } },
  "knative-serving/config-domain": { data: { "x.example.com": "selector:\n  a: b\n", "faas.example.com": "" } },
  "istio-system/istio-ingressgateway": { spec: { clusterIP: "10.96.0.1" }, status: { loadBalancer: {} } },
};

const reading = (state: State = cluster): RenderOptions => ({
  read: ({ id }) => {
    const found = state[id];
    if (found === undefined) throw new Error(`${id} is not there`);
    return found;
  },
});

const make = (args: KnativeArgs, state: State = cluster) =>
  render(() => void new Knative("knative", args), reading(state));

const outputsOf = (registrations: Registration[]) => registrations[0]?.outputs;

describe("knative: one that is there", () => {
  it("is recognised, and nothing is registered but the component", async () => {
    const registrations = await make({ existing: true });
    assert.equal(registrations.length, 1);
    assert.deepEqual(outputsOf(registrations), {
      version: "1.21.3",
      ingress: layers.istio.ingressClass,
      features: { "multi-container": "Enabled" },
      domain: "faas.example.com",
      address: "10.96.0.1",
    });
  });

  it("may be what the arguments say", async () => {
    const args = { domain: "x.example.com", ingress: { istio: {} }, features: { "multi-container": "enabled" } };
    assert.equal(outputsOf(await make({ existing: true, ...args }))?.domain, "x.example.com");
  });

  it("that is not what the arguments say is refused, all at once", async () => {
    const args = { version: "1.23.0", domain: "other.example.com", ingress: { contour: {} } } as const;
    const wrong = make(
      { existing: true, ...args, features: { "tag-header-based-routing": "enabled" } },
      { ...cluster, "contour-external/envoy": { spec: {}, status: {} } },
    );
    const has = (is: string, given: string) =>
      `this cluster's Knative has ${is}, and existing: true changes nothing, got "${given}"; set the existing value, or leave it out`;
    await assert.rejects(wrong, {
      message: [
        "invalid Knative",
        `  version: ${has("version 1.21.3", "1.23.0")}`,
        `  ingress.contour: ${has(`the network layer ${layers.istio.ingressClass}`, "contour")}`,
        `  domain: ${has("the domain faas.example.com", "other.example.com")}`,
        `  features.tag-header-based-routing: is not set in this cluster's Knative, and existing: true changes nothing, got "enabled"; set it with: kubectl -n knative-serving patch configmap config-features --type merge -p '{"data":{"tag-header-based-routing":"enabled"}}'`,
      ].join("\n"),
    });
  });

  it("with a network layer of its own kind needs to be told where the gateway is", async () => {
    const state = { ...cluster, "knative-serving/config-network": { data: { "ingress-class": "acme.example.com" } } };
    await assert.rejects(make({ existing: true }, state), {
      message: "invalid Knative\n  ingress: the installed network layer acme.example.com is unknown",
    });
  });

  it("reports its flags to a function that depends on it, which may not turn any on", async () => {
    const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
    const withFunction = (pod: object) =>
      render(() => {
        const knative = new Knative("knative", { existing: true });
        new Function("hello", { image, pod }, { dependsOn: knative });
      }, reading());
    const sidecar = { name: "clock", image };
    const made = await withFunction({ sidecars: [sidecar] });
    assert.ok(made.some(({ type }) => type === "kubernetes:serving.knative.dev/v1:Service"));
    await assert.rejects(withFunction({ tolerations: [{ operator: "Exists" }] }), /kubernetes\.podspec-tolerations/);
  });
});

describe("knative: a gateway that is there", () => {
  const found: [KnativeArgs["ingress"], string][] = [
    [{ contour: {} }, "contour-external/envoy"],
    [{ istio: {} }, "istio-system/istio-ingressgateway"],
    [{ gatewayApi: { gatewayService: "edge/gate" } }, "edge/gate"],
  ];
  for (const [ingress, id] of found) {
    it(`${JSON.stringify(ingress)} has the address of ${id}`, async () => {
      const state = { [id]: { spec: { clusterIP: "10.96.0.2" }, status: {} } };
      const registrations = await make({ ingress } as KnativeArgs, state);
      assert.equal(outputsOf(registrations)?.address, "10.96.0.2");
      assert.equal(
        registrations.some(({ name }) => name.includes("kourier")),
        false,
      );
    });
  }
});

/** Serves the directory on a free port, which it prints; another process, as the component blocks this one. */
const server = `
const { createServer } = require("node:http");
const { createReadStream, existsSync } = require("node:fs");
const server = createServer(({ url }, answer) => {
  const file = process.argv[1] + url;
  if (existsSync(file)) createReadStream(file).pipe(answer);
  else answer.writeHead(404).end();
}).listen(0, "127.0.0.1", () => console.log(server.address().port));`;

describe("knative: manifests at an address", () => {
  let home = "";
  let port = "";
  let child: ChildProcess;
  const cacheHome = process.env.XDG_CACHE_HOME;
  const files = manifestFiles("1.22.1", layers.kourier);

  before(async () => {
    home = mkdtempSync(join(tmpdir(), "manifests-"));
    process.env.XDG_CACHE_HOME = join(home, "cache");
    child = spawn(process.execPath, ["-e", server, manifestDirectory(undefined)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    port = await new Promise((resolve) => child.stdout?.once("data", (data) => resolve(String(data).trim())));
  });

  after(() => {
    child.kill();
    rmSync(home, { recursive: true });
    if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheHome;
  });

  const sha256 = (file: string) =>
    createHash("sha256")
      .update(readFileSync(join(manifestDirectory(undefined), file)))
      .digest("hex");
  const urlsOf = (names: string[]) =>
    names.map((file) => ({ url: `http://127.0.0.1:${port}/${file}`, sha256: sha256(file) }));

  it("are those of the pinned module, object by object, also when the server is gone", async () => {
    const urls = urlsOf(files);
    const inputs = (registrations: Registration[]) => registrations.map(({ name, inputs: of }) => [name, of]);
    const expected = inputs(await make({ version: "1.22.1" }));
    assert.deepEqual(inputs(await make({ version: "1.22.1", manifests: { urls } })), expected);
    const kept = urls.map(({ sha256: sum }) => ({ url: "http://127.0.0.1:1/gone.yaml", sha256: sum }));
    assert.deepEqual(inputs(await make({ version: "1.22.1", manifests: { urls: kept } })), expected);
  });

  it("of other content are refused, and not kept", async () => {
    const [first] = urlsOf(files) as [{ url: string; sha256: string }];
    const sum = "0".repeat(64);
    const wrong = () => make({ manifests: { urls: [{ url: first.url, sha256: sum }] } });
    const message = `manifests.urls.0: ${first.url} has the SHA-256 ${first.sha256}, expected ${sum}; the file is not used`;
    await assert.rejects(wrong(), { message });
    writeFileSync(join(home, "cache", "knative-faas", "manifests", `${sum}.yaml`), "spoiled");
    await assert.rejects(wrong(), { message });
  });

  it("that can't be had are reported with the address and the reason", async () => {
    const url = `http://127.0.0.1:${port}/nothing.yaml`;
    await assert.rejects(make({ manifests: { urls: [{ url, sha256: "0".repeat(64) }] } }), {
      message: `manifests.urls.0: can't get ${url}: answers 404 Not Found`,
    });
  });

  it("without the gateway, or of another version, are told", async () => {
    const urls = urlsOf(files.slice(0, 2));
    await assert.rejects(make({ manifests: { urls } }), {
      message: [
        "invalid Knative",
        '  version: the manifests have version 1.22.1, got "1.23.0"',
        "  manifests: the files do not contain Service kourier-system/kourier, which is the gateway of Kourier; add the file that does",
      ].join("\n"),
    });
  });
});
