// Each theme of a Knative Service against tests/golden/function/<case>.yaml, and the rules between its properties.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { dump, load } from "js-yaml";
import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { functionSpec } from "../../provider/src/function/functionSpec";
import { makeTemplate } from "../../provider/src/function/pod/template";
import { revisionName, templateHash } from "../../provider/src/function/release/revision";
import { makeService } from "../../provider/src/function/service/serviceManifest";
import { validate } from "../../provider/src/input/validate";
import { functionCases } from "./functionCases";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

const known = <T>(value: pulumi.Input<T>) =>
  new Promise<T>((resolve) => pulumi.output(value).apply((found) => resolve(found as T)));

async function serviceOf(args: FunctionArgs): Promise<unknown> {
  const spec = functionSpec("hello", args);
  const template = makeTemplate(spec, image, undefined);
  return known(makeService(spec, template, revisionName(spec, templateHash(template))) as never);
}

describe("function: what it can say", () => {
  for (const [title, args] of Object.entries(functionCases)) {
    it(title, async () => {
      validate("Function", functionArgs, { image, ...args }, functionRules);
      const file = join(__dirname, "..", "golden", "function", `theme-${title}.yaml`);
      const service = await serviceOf(args);
      // A golden file is written manually or once with this, and then reviewed before it is committed.
      if (process.env.WRITE_GOLDEN === "true" && !existsSync(file))
        writeFileSync(file, dump(service, { noRefs: true, lineWidth: -1 }));
      assert.deepEqual(service, load(readFileSync(file, "utf8")));
    });
  }

  it("each of these is another template", async () => {
    const names = await Promise.all(
      Object.entries(functionCases).map(async ([, args]) => {
        const spec = functionSpec("hello", args);
        return known(revisionName(spec, templateHash(makeTemplate(spec, image, undefined))));
      }),
    );
    assert.equal(new Set(names).size, names.length);
  });
});
