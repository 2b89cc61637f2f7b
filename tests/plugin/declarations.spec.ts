// What the compiler of a TypeScript program reads of this package.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const dist = join(__dirname, "..", "..", "provider", "dist");

/** Everything that a declaration leads to, by file or by the name of its package. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.startsWith(dist)) return seen;
  const names = [...readFileSync(`${file}.d.ts`, "utf8").matchAll(/(?:from|import|import\() ?"([^"]+)"/g)];
  for (const [, name = ""] of names) reached(name.startsWith(".") ? join(file, "..", name) : name, seen);
  return seen;
}

describe("languages: the declarations of the package", () => {
  it("lead to no types of Kubernetes' objects, which would take a compiler seconds", () => {
    const all = [...reached(join(dist, "index"))];
    assert.ok(all.includes("@pulumi/pulumi") && all.includes(join(dist, "function", "function")));
    assert.deepEqual(
      all.filter((one) => one.startsWith("@pulumi/kubernetes")),
      [],
    );
  });
});
