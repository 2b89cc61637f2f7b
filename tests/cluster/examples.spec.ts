// Runs every example: deploys it into its own namespace, checks what it promises, previews it again, destroys it.
import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ExampleProgram } from "../engine/example";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { needsCluster } from "../levels";
import { share } from "../run/parts";
import { TestCluster } from "./cluster";
import { type Example, examples } from "./examples";

const text = (...path: string[]) => readFileSync(join(repository, ...path), "utf8");

describe("examples: each on the cluster", function () {
  this.timeout(300_000);
  let target: StackTarget;
  let cluster: TestCluster;

  before(function () {
    target = needsCluster(this);
    cluster = new TestCluster(target);
  });

  async function life(name: string): Promise<string> {
    const namespace = `examples-${name}`;
    const program = new ExampleProgram(target, namespace, `examples/${name}`);
    const example = examples[name] as (typeof examples)[string];
    if ("isLibrary" in example) symlinkSync(join(repository, "node_modules"), join(program.directory, "node_modules"));
    if ("previewOnly" in example) {
      await program.init();
      await program.must(["config", "set", "kubernetes:kubeconfig", nowhere(target.context)]);
      example.shows(await program.preview());
      program.discard();
      return `previewed only: ${example.previewOnly}`;
    }
    await cluster.namespace(namespace);
    try {
      return await deployed(program, example, namespace);
    } finally {
      await program.remove();
      await cluster.removeNamespace(namespace);
    }
  }

  async function deployed(program: ExampleProgram, example: Example, namespace: string): Promise<string> {
    await program.init(`namespace=${namespace}`, ...((await example.config?.(cluster, program)) ?? []));
    for (const secret of example.secrets ?? []) await program.must(["config", "set-all", "--secret", secret]);
    const up = await program.up();
    const preview = await program.expectNoChanges();
    await example.holds({ cluster, program, namespace, outputs: await program.outputs() });
    const destroy = await program.must(["destroy", "--yes", "--skip-preview"]);
    const kinds = ["KnativeService", "ConfigMap", "Secret"] as const;
    const left = await Promise.all(kinds.map((kind) => cluster.list(kind, namespace)));
    assert.deepEqual(left.flat().filter(isOurs), []);
    const took = (seconds: number) => seconds.toFixed(1);
    return `up ${took(up.seconds)} s, preview ${took(preview.seconds)} s, destroy ${took(destroy.seconds)} s`;
  }

  for (const name of share(Object.keys(examples))) {
    it(`${name}: ${descriptionOf(name)}`, async () => console.log(`      ${await life(name)}`));
  }
});

/** A cluster that does not respond: a preview shows the objects as they are written, and finds no existing ones. */
function nowhere(name: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}

/** The example's own description; it starts with a comment on what it shows. */
function descriptionOf(name: string): string {
  const program = text("examples", name, "Pulumi.yaml");
  const [, description] = /^description: (.*\.)$/m.exec(program) ?? [];
  if (!program.startsWith("# ") || description === undefined)
    throw new Error(`examples/${name}/Pulumi.yaml needs a comment in its first line, and a description`);
  return description;
}

/** Kubernetes itself creates a ConfigMap with its certificate in each namespace. */
function isOurs({ metadata }: { metadata: { name: string } }): boolean {
  return metadata.name !== "kube-root-ca.crt";
}
