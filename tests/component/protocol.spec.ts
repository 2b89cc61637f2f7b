// A program that serves gRPC on a port not declared as HTTP/2 is reported in the preview.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { warnProtocol } from "../../provider/src/function/container/protocol";
import { Knative } from "../../provider/src/index";
import { type FakeObject, withCluster } from "./fakeCluster";
import { type LogMessage, render } from "./harness";

type Spec = Parameters<typeof warnProtocol>[1];

class Elsewhere extends pulumi.ProviderResource {
  constructor() {
    super("kubernetes", "elsewhere", {});
  }
}

const source = `package main

import (
	"net"

	"google.golang.org/grpc"
)

func main() {
	l, _ := net.Listen("tcp", ":8080")
	grpc.NewServer().Serve(l)
}
`;

describe("function: a program that serves gRPC", () => {
  const directory = mkdtempSync(join(tmpdir(), "protocol-"));
  before(() => writeFileSync(join(directory, "main.go"), source));
  after(() => rmSync(directory, { recursive: true }));

  interface Around {
    objects?: FakeObject[];
    place?: string;
    /** What else the program creates. */
    beside?: () => unknown;
    options?: () => pulumi.ComponentResourceOptions;
  }

  async function told(spec: Spec, { objects = [], place = directory, beside, options }: Around = {}) {
    const logs: LogMessage[] = [];
    const program = () => {
      const component = new pulumi.ComponentResource("a:b:C", "f", {}, options?.());
      const telling = warnProtocol(component, spec, place === "" ? undefined : { directory: place });
      beside?.();
      return telling;
    };
    await withCluster(
      () => objects,
      ({ config }) => render(program, { config, preview: true, logs }),
    );
    return logs.map(({ severity, message }) => `${severity}: ${message}`);
  }

  const warning = () =>
    `warning: protocol: the program in ${directory} serves gRPC, which requires HTTP/2, so every call would fail; set protocol: h2c`;
  const unknown = pulumi.unknown as never;
  const features: FakeObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "config-features", namespace: "knative-serving" },
    data: { "autodetect-http2": "enabled" },
  };

  it("is reported with the property that it needs", async () => {
    assert.deepEqual(await told({ port: 8080, protocol: undefined }), [warning()]);
    assert.deepEqual(await told({ port: pulumi.output(8080), protocol: "http1" }), [warning()]);
  });

  it("is not, where it has that, where its port is another or not known, and where nobody sees the source", async () => {
    assert.deepEqual(await told({ port: 8080, protocol: pulumi.output("h2c" as const) }), []);
    assert.deepEqual(await told({ port: 9000, protocol: undefined }), []);
    assert.deepEqual(await told({ port: unknown, protocol: undefined }), []);
    assert.deepEqual(await told({ port: 8080, protocol: undefined }, { place: "" }), []);
    assert.deepEqual(await told({ port: 8080, protocol: undefined }, { place: join(directory, "none") }), []);
  });

  it("is not, where Knative finds out by itself", async () =>
    assert.deepEqual(await told({ port: 8080, protocol: undefined }, { objects: [features] }), []));

  it("is not, where the program's own Knative is to find out", async () => {
    const knative = (flags: Record<string, pulumi.Input<string>>) => () => new Knative("knative", { features: flags });
    const on = { "autodetect-http2": "enabled" };
    const spec = { port: 8080, protocol: undefined };
    assert.deepEqual(await told(spec, { beside: knative(on) }), []);
    assert.deepEqual(await told(spec, { beside: knative({ "autodetect-http2": unknown }) }), []);
    assert.deepEqual(await told(spec, { beside: knative({ "multi-container": "enabled" }) }), [warning()]);
    const options = () => ({ providers: [new Elsewhere()] });
    assert.deepEqual(await told(spec, { beside: knative(on), options }), [warning()]);
  });
});
