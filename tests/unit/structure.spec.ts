// The structure of the sources: who may register resources, who may import whom, how long a file is, how it begins.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

const repository = join(__dirname, "..", "..");
const source = (file: string) => readFileSync(join(repository, file), "utf8");

/** The files of the tree, committed or not; the SDKs are as Pulumi's generators write them. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: repository })
  .toString()
  .split("\n")
  .filter((file) => /\.(ts|mjs|go|json)$/.test(file) && !file.startsWith("sdk/") && existsSync(join(repository, file)));
const sources = files.filter((file) => !file.endsWith(".json"));
const written = sources.filter((file) => !/\.gen\.ts$|_gen\.go$/.test(file));
const provider = sources.filter((file) => file.startsWith("provider/src/"));

/** The files of the provider that a file imports, by their paths in the repository. */
function importsOf(file: string, text = source(file)): string[] {
  const names = [...text.matchAll(/(?:from|require\() ?"(\.[^"]+)"/g)].map((match) => match[1] as string);
  return names
    .map((name) => relative(repository, join(repository, dirname(file), name)))
    .map((path) => [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => files.includes(candidate)) ?? path);
}

/** Those from which more than types is imported. */
function valuesOf(file: string): string[] {
  const withoutTypes = source(file).replaceAll(/^import type [^;]*;/gm, "");
  return importsOf(file, withoutTypes).filter((target) => provider.includes(target));
}

/** The folders of src, from the lowest: a file imports only from lower ones or its own. */
const levels = [
  ["pulumi"],
  ["input"],
  ["cluster"],
  ["kubernetes"],
  ["ownership"],
  ["features"],
  ["registry"],
  ["build"],
  ["filters", "graph"],
  ["events"],
  ["function", "knative", "broker", "source", "flow"],
  ["commands"],
  ["."],
];

/** The folder of a file: the one directly below src. */
function folderOf(file: string): string {
  return dirname(relative("provider/src", file)).split("/")[0] as string;
}

function levelOf(file: string): number {
  const level = levels.findIndex((folders) => folders.includes(folderOf(file)));
  assert.notEqual(level, -1, `${file} is in a folder that has no level`);
  return level;
}

describe("structure: the sources", () => {
  const registering =
    /new (KubernetesObject|KubernetesPatch|Image|KnativeGuard|\w*\.?CustomResource|\w*\.?ComponentResource|k8s\.[\w.]+|kubernetes\.[\w.]+)\(/;

  it("only nodes of components, and what several of them share, register resources", () => {
    const shared = ["features/enabledFlags", "ownership/ownObject", "events/runningPods"];
    const ofKnative = ["knative/knative", "knative/guard"];
    const ofFunction = ["image/functionImage", "release/keptRevisions", "traffic/trafficNode"];
    const allowed = [...shared, ...ofKnative, ...ofFunction.map((file) => `function/${file}`)];
    const found = provider.filter((file) => registering.test(source(file)));
    assert.deepEqual(found, allowed.map((file) => `provider/src/${file}.ts`).sort());
  });

  it("what says that it is pure registers nothing, and imports nothing that does", () => {
    const reaches = (file: string, seen: Set<string>): boolean => {
      if (seen.has(file)) return false;
      seen.add(file);
      return registering.test(source(file)) || valuesOf(file).some((target) => reaches(target, seen));
    };
    const pure = provider.filter((file) => /^.* Pure\b/.test(source(file)));
    assert.ok(pure.length > 50);
    assert.deepEqual(
      pure.filter((file) => reaches(file, new Set())),
      [],
    );
  });

  it("no two files have the same name, as a name says what is in it", () => {
    const names = provider.map((file) => basename(file));
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("nothing is registered inside an apply", () => {
    for (const file of provider) assert.doesNotMatch(source(file), /apply\([^;]*new Kubernetes(Object|Patch)/, file);
  });

  it("imports go to lower levels or stay in the folder", () => {
    const wrong = provider.flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith("provider/src/"))
        .filter((target) => folderOf(target) !== folderOf(file) && levelOf(target) >= levelOf(file))
        .map((target) => `${file} imports ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("every import is a file", () => {
    const missing = provider.flatMap((file) => importsOf(file).filter((target) => !files.includes(target)));
    assert.deepEqual(missing, []);
  });

  it("has no circle of imports", () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, above: string[]) => {
      if (above.includes(file)) circles.push([...above.slice(above.indexOf(file)), file].join(" > "));
      if (above.includes(file) || done.has(file)) return;
      for (const target of importsOf(file).filter((name) => name.endsWith(".ts"))) visit(target, [...above, file]);
      done.add(file);
    };
    for (const file of files.filter((name) => name.endsWith(".ts"))) visit(file, []);
    assert.deepEqual(circles, []);
  });

  it("no file is longer than 300 lines", () => {
    const long = written.filter((file) => source(file).split("\n").length > 301);
    assert.deepEqual(long, []);
  });

  it("a component's constructor has at most 25 lines that are not blank", () => {
    const found = provider.flatMap((file) =>
      [...source(file).matchAll(/^export class (\w+) extends Component \{.*?^( {2}constructor\(.*?^ {2}\}$)/gms)].map(
        ([, name, text = ""]) => ({ name, lines: text.split("\n").filter((line) => line.trim() !== "").length }),
      ),
    );
    assert.deepEqual(found.map(({ name }) => name).sort(), ["Broker", "EventSource", "Flow", "Function", "Knative"]);
    assert.deepEqual(
      found.filter(({ lines }) => lines > 25),
      [],
    );
  });

  it("every file says in its first line what lives there", () => {
    // A changed byte of a pinned module would mean another version of its tool, and a build of many minutes.
    const pinned = /^tests\/environment\/modules\//;
    const silent = sources
      .filter((file) => !pinned.test(file))
      .filter((file) => !/^\/\/ \S+/.test(source(file).replace(/^#!.*\n/, "")));
    assert.deepEqual(silent, []);
  });
});
