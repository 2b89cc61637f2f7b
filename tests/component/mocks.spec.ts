// Components in a unit test of a user's program, with the mocks that Pulumi's guide writes.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Function } from "../../provider/src/index";

describe("languages: mocks of a user's unit test", () => {
  const answers: Record<string, pulumi.runtime.Mocks["call"]> = {
    "answer with the arguments": ({ inputs }) => inputs,
    "answer with nothing": () => ({}),
  };
  for (const [title, call] of Object.entries(answers)) {
    it(`may ${title}`, async () => {
      const types: string[] = [];
      const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
        types.push(type);
        return { id: name, state: inputs };
      };
      await pulumi.runtime.setMocks({ newResource, call }, "project", "dev", false);
      const image = `127.0.0.1:5000/hello@sha256:${"a".repeat(64)}`;
      const hello = new Function("hello", { image, env: { NAME: "World" } });
      assert.match(await valueOf(hello.urn), /knative-faas:index:Function::hello$/);
      await pulumi.runtime.disconnect();
      assert.ok(types.includes("kubernetes:serving.knative.dev/v1:Service"), types.join());
    });
  }
});

const valueOf = <Value>(output: pulumi.Output<Value>) => new Promise<Value>((resolve) => output.apply(resolve));
