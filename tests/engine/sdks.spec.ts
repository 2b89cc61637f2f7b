// The committed SDKs for Node.js and Java compile, and the one for .NET has all that the schema has. The programs of
// languages.spec.ts use those for Python and Go.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import schema from "../../provider/schema.json";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import { firstBuildMilliseconds } from "../levels";

interface Shape {
  enum?: unknown[];
  properties?: object;
  inputProperties?: object;
}

describe("languages: SDKs", function () {
  this.timeout(firstBuildMilliseconds);
  let directory: string;
  const took = (began: number) => console.log(`      ${((Date.now() - began) / 1000).toFixed(1)} s`);

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "knative-faas-sdks-"));
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  /** A copy, so that compilers write nothing into the tree. */
  function copied(language: string): string {
    const copy = join(directory, language);
    cpSync(join(repository, "sdk", language), copy, { recursive: true });
    return copy;
  }

  it("for Node.js compiles", async () => {
    const began = Date.now();
    const copy = copied("nodejs");
    symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
    await run(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "-p", copy]);
    assert.ok(existsSync(join(copy, "bin", "index.js")));
    took(began);
  });

  it("for Java compiles", async () => {
    const began = Date.now();
    const copy = copied("java");
    await run("mvn", ["--quiet", "--batch-mode", "--no-transfer-progress", "compile"], { cwd: copy });
    assert.ok(existsSync(join(copy, "target/classes/com/pulumi/knativefaas/Function.class")));
    took(began);
  });

  /** A group of outputs only. */
  const isOnlyGivenBack = (name: string) => name === "FunctionRoute";

  it("for .NET has what is only given back", () => {
    const text = readFileSync(join(repository, "sdk/dotnet/Outputs/FunctionRoute.cs"), "utf8");
    const fields = [...text.matchAll(/public readonly \S+ (\w+);/g)].map(([, field]) => field);
    assert.deepEqual(fields.sort(), ["Percent", "Revision", "Tag", "Url"]);
  });

  it("for .NET has every property of every component and group", () => {
    const places = [
      ...Object.entries(schema.resources as Record<string, Shape>).map(
        ([token, shape]) => [token, ".", shape] as const,
      ),
      ...Object.entries(schema.types as Record<string, Shape>).map(
        ([token, shape]) => [token, "Inputs", shape] as const,
      ),
    ];
    for (const [token, folder, shape] of places.filter(([, , { enum: values }]) => values === undefined)) {
      const name = token.split(":").pop() as string;
      const file = join(repository, "sdk/dotnet", folder, folder === "." ? `${name}.cs` : `${name}Args.cs`);
      if (isOnlyGivenBack(name)) continue;
      const text = readFileSync(file, "utf8");
      const inputs = [...text.matchAll(/\[Input\("(\w+)"/g)].map(([, input]) => input);
      const expected = Object.keys(shape.inputProperties ?? shape.properties ?? {});
      assert.deepEqual(inputs.sort(), expected.sort(), file);
    }
  });
});
