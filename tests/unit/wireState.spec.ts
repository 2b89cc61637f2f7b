// The engine's answer with the stack's resources, decoded when it is read: compared with the SDK's own messages.
import assert from "node:assert/strict";
import provider from "@pulumi/pulumi/proto/provider_pb";
import resource from "@pulumi/pulumi/proto/resource_pb";
import structs from "google-protobuf/google/protobuf/struct_pb";
import { stateIn, stateRequest } from "../../provider/src/pulumi/wireState";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: { token: "s3cret" } };

function answer(outputs: object): Buffer {
  const response = new provider.InvokeResponse();
  response.setReturn(structs.Struct.fromJavaScript(outputs as Record<string, structs.JavaScriptValue>));
  return Buffer.from(response.serializeBinary());
}

const outputs: Record<string, unknown> = {
  "no outputs": {},
  texts: { empty: "", umlaut: "Käse", long: "x".repeat(100_000) },
  numbers: { zero: 0, negative: -1.5, large: 2 ** 53, bool: true, no: false, nothing: null },
  nested: { list: [[], [1, ["a", { b: null }]], {}], "__proto__ ": 1, "": "empty key" },
};

describe("plugin: the stack's resources as bytes", () => {
  for (const [what, one] of Object.entries(outputs))
    it(`are read as the SDK wrote them: ${what}`, () => {
      const state = stateIn(answer({ stackName: "dev", outputs: { "urn:a": { type: "t", outputs: one, id: "7" } } }));
      assert.deepEqual(Object.keys(state ?? {}), ["urn:a"]);
      assert.deepEqual(
        { type: state?.["urn:a"]?.type, outputs: state?.["urn:a"]?.outputs },
        { type: "t", outputs: one },
      );
    });

  it("a thousand of them are all there", () => {
    const urns = Array.from({ length: 1000 }, (_, index) => `urn:${index}`);
    const all = Object.fromEntries(urns.map((urn) => [urn, { type: "t", outputs: { urn } }]));
    const state = stateIn(answer({ outputs: all })) ?? {};
    const read = Object.entries(state).map(([urn, one]) => `${urn} ${one.outputs.urn}`);
    assert.deepEqual(read.sort(), urns.map((urn) => `${urn} ${urn}`).sort());
  });

  it("a secret is its value", () => {
    const state = stateIn(answer({ outputs: { "urn:a": { type: "t", outputs: { status: secret } } } }));
    assert.deepEqual(state?.["urn:a"]?.outputs, { status: { token: "s3cret" } });
  });

  it("a stack without resources has none, and an engine that names none is not taken for one", () => {
    assert.deepEqual(stateIn(answer({ outputs: {} })), {});
    assert.equal(stateIn(answer({})), undefined);
    assert.equal(stateIn(Buffer.alloc(0)), undefined);
  });

  it("a refusal is an error with the engine's reason", () => {
    const response = new provider.InvokeResponse();
    const failure = new provider.CheckFailure();
    failure.setReason("no such stack");
    response.addFailures(failure);
    assert.throws(() => stateIn(Buffer.from(response.serializeBinary())), /^Error: no such stack$/);
  });

  it("the request is the SDK's", () => {
    const request = new resource.ResourceInvokeRequest();
    request.setTok("pulumi:pulumi:readStackResourceOutputs");
    request.setArgs(structs.Struct.fromJavaScript({ stackName: `acme/${"p".repeat(200)}/dev` }));
    const bytes = stateRequest("pulumi:pulumi:readStackResourceOutputs", `acme/${"p".repeat(200)}/dev`);
    assert.deepEqual(bytes, Buffer.from(request.serializeBinary()));
  });
});
