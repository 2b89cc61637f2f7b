// A program that serves gRPC on a port that is not said to speak HTTP/2 is told in the preview.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { tellProtocol } from "../../provider/src/function/protocol";
import { type FakeObject, withCluster } from "./fakeCluster";
import { type LogMessage, render } from "./harness";

type Spec = Parameters<typeof tellProtocol>[1];
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

  async function told(spec: Spec, objects: FakeObject[] = [], place = directory) {
    const logs: LogMessage[] = [];
    await withCluster(
      () => objects,
      ({ config }) =>
        render(
          () =>
            tellProtocol(
              new pulumi.ComponentResource("a:b:C", "f"),
              spec,
              place === "" ? undefined : { directory: place },
            ),
          { config, preview: true, logs },
        ),
    );
    return logs.map(({ severity, message }) => `${severity}: ${message}`);
  }

  const warning = () =>
    `warning: protocol: the program in ${directory} serves gRPC, which needs HTTP/2: else each call fails; give protocol: h2c`;
  const unknown = pulumi.unknown as never;
  const features: FakeObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "config-features", namespace: "knative-serving" },
    data: { "autodetect-http2": "enabled" },
  };

  it("is told with the property that it needs", async () => {
    assert.deepEqual(await told({ port: 8080, protocol: undefined }), [warning()]);
    assert.deepEqual(await told({ port: pulumi.output(8080), protocol: "http1" }), [warning()]);
  });

  it("is not, where it has that, where its port is another or not known, and where nobody sees the source", async () => {
    assert.deepEqual(await told({ port: 8080, protocol: pulumi.output("h2c" as const) }), []);
    assert.deepEqual(await told({ port: 9000, protocol: undefined }), []);
    assert.deepEqual(await told({ port: unknown, protocol: undefined }), []);
    assert.deepEqual(await told({ port: 8080, protocol: undefined }, [], ""), []);
    assert.deepEqual(await told({ port: 8080, protocol: undefined }, [], join(directory, "none")), []);
  });

  it("is not, where Knative finds out by itself", async () =>
    assert.deepEqual(await told({ port: 8080, protocol: undefined }, [features]), []));
});
