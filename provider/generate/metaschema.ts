// Checks schema.json against Pulumi's own metaschema, as the pinned Pulumi carries it in its Go module.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";

const pinned = join(__dirname, "..", "..", "tests", "environment", "modules", "pulumi");

export function metaschemaProblems(schema: unknown): string[] {
  const answer = execFileSync("go", ["mod", "download", "-json", "github.com/pulumi/pulumi/pkg/v3"], {
    cwd: pinned,
    encoding: "utf8",
  });
  const file = join(JSON.parse(answer).Dir, "codegen", "schema", "pulumi.json");
  const check = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(
    JSON.parse(readFileSync(file, "utf8")),
  );
  check(schema);
  return (check.errors ?? []).map((error) => `schema.json${error.instancePath}: ${error.message}`);
}
