// README and the guides of provider/docs: their links and commands work, their programs are accepted, their recipes are complete.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { load } from "js-yaml";
import { scripts } from "../../package.json";
import { functionDefinition } from "../../provider/generate/crd";
import { faces } from "../../provider/src/faces";
import { InvalidArgs, type Problem } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";

const repository = join(__dirname, "..", "..");
const docs = join(repository, "provider", "docs");
const generated = [...faces.map(({ name }) => `${name}.md`), "commands.md"];
const text = (file: string) => readFileSync(join(repository, file), "utf8");

const guides = readdirSync(docs)
  .filter((file) => !generated.includes(file))
  .map((file) => `provider/docs/${file}`);
const written = ["README.md", ...guides];
const pages = [...written, ...generated.map((file) => `provider/docs/${file}`)];

/** Without blocks of code. */
const prose = (file: string) => text(file).replace(/^```.*?^```$/gms, "");

function blocks(file: string, language: string): string[] {
  const found = text(file).matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"));
  return [...found].map(([, block]) => block as string);
}

/** The anchors of a page: explicit ones, and those that GitHub derives from its headings. */
function anchorsOf(file: string): string[] {
  const named = [...text(file).matchAll(/<a id="([^"]+)">/g)].map(([, name]) => name as string);
  const headings = [...prose(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
  return [...named, ...headings];
}

interface Link {
  page: string;
  target: string;
}

const links: Link[] = pages.flatMap((page) =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => ({ page, target: target as string })),
);

function leads({ page, target }: Link): boolean {
  if (/^https?:/.test(target)) return true;
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : relative(repository, join(repository, dirname(page), path));
  if (!existsSync(join(repository, file))) return false;
  return anchor === undefined || anchorsOf(file).includes(anchor);
}

describe("structure: README and guides", () => {
  it("every relative link leads to a file, and every anchor to a heading", () => {
    assert.ok(links.length > 100);
    assert.deepEqual(
      links.filter((link) => !leads(link)),
      [],
    );
  });

  it("README has at most 150 lines and links to every guide and reference page", () => {
    const lines = text("README.md").trimEnd().split("\n");
    assert.ok(lines.length <= 150, `${lines.length} lines`);
    const linked = links.filter(({ page }) => page === "README.md").map(({ target }) => target.split("#")[0]);
    assert.deepEqual(
      pages.filter((page) => page !== "README.md" && !linked.includes(page)),
      [],
    );
  });

  it("no two names differ in case only, as some file systems have no room for both", () => {
    const names = readdirSync(docs).map((file) => file.toLowerCase());
    assert.deepEqual(names, [...new Set(names)]);
  });

  it("every npm script that is named exists", () => {
    const named = written.flatMap((page) =>
      [...text(page).matchAll(/npm run (?:-s )?([a-z]+)/g)].map(([, name]) => name),
    );
    assert.ok(named.length > 20);
    assert.deepEqual(
      named.filter((name) => !Object.hasOwn(scripts, name as string)),
      [],
    );
  });

  it("every example has its row", () => {
    const rows = prose("provider/docs/examples.md");
    const directories = readdirSync(join(repository, "examples"));
    const missing = directories.filter((name) => !rows.includes(`](../../examples/${name})`));
    // README and the local cluster have the quickstart, installation has the templates.
    assert.deepEqual(missing, ["quickstart", "template-typescript", "template-yaml"]);
  });
});

describe("structure: programs of README and guides", () => {
  const yaml = written.flatMap((page) =>
    blocks(page, "yaml").map((block) => ({ page, program: load(block) as object })),
  );

  /** The problems of the arguments of each component in a program; the rules need a machine that can build. */
  function problemsOf(program: object): Problem[] {
    return resourcesIn(program).flatMap(([type, args]) => {
      const face = faces.find(({ name }) => type === `knative-faas:${name}`);
      assert.ok(face, type);
      try {
        validate(face.name, face.args, args);
        return [];
      } catch (error) {
        assert.ok(error instanceof InvalidArgs, String(error));
        return error.problems;
      }
    });
  }

  /** A program, a resource by its name, or some arguments of a function. */
  function resourcesIn(program: object): [string, object][] {
    const resources = "resources" in program ? (program.resources as object) : program;
    const found = Object.values(resources)
      .filter((value) => typeof value?.type === "string")
      .map(({ type, properties = {} }): [string, object] => [type, properties]);
    return found.length > 0 ? found : [["knative-faas:Function", program]];
  }

  it("components in YAML have arguments that the schemas accept", () => {
    const programs = yaml.filter(({ program }) => !("apiVersion" in program));
    assert.ok(programs.length >= 4);
    for (const { page, program } of programs) assert.deepEqual(problemsOf(program), [], page);
  });

  it("Function objects have properties that the definition has", () => {
    const objects = yaml.flatMap(({ program }) =>
      "apiVersion" in program ? [program as Record<string, unknown>] : [],
    );
    assert.ok(objects.length > 0);
    // biome-ignore lint/suspicious/noExplicitAny: a definition as YAML
    const [version] = (functionDefinition().crd as any).spec.versions;
    const known = Object.keys(version.schema.openAPIV3Schema.properties.spec.properties);
    for (const { kind, spec } of objects) {
      assert.equal(kind, "Function");
      for (const name of Object.keys(spec as object)) assert.ok(known.includes(name), name);
    }
  });
});

describe("structure: the architecture page", () => {
  const page = "provider/docs/architecture.md";
  const paths = (from: string) =>
    [...from.matchAll(/`((?:provider|tests|examples|sdk)\/[\w./-]*)`/g)].map(([, path]) => path as string);

  it("every path is in the tree, and a folder ends with a slash", () => {
    const named = paths(text(page));
    assert.ok(named.length > 100);
    const missing = named.filter((path) => !existsSync(join(repository, path)));
    assert.deepEqual(missing, []);
    const folders = named.filter((path) => statSync(join(repository, path)).isDirectory());
    assert.deepEqual(
      folders.filter((path) => !path.endsWith("/") && !path.startsWith("examples/")),
      [],
    );
  });

  it("the map has every folder of the provider", () => {
    const named = paths(sectionOf("Map"));
    for (const folder of ["provider", "provider/src", "tests"]) {
      const inside = readdirSync(join(repository, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !["node_modules", "dist"].includes(entry.name))
        .map(({ name }) => `${folder}/${name}/`);
      const levels = ["unit", "component", "plugin", "servers", "engine", "cluster"];
      assert.deepEqual(
        inside.filter((path) => !named.includes(path) && !levels.includes(path.split("/").at(-2) as string)),
        [],
      );
    }
  });

  it("every search term is found in the files next to it, and each of these has one", () => {
    const rows = sectionOf("Search terms")
      .split("\n")
      .slice(4)
      .filter((row) => row.startsWith("|"));
    assert.ok(rows.length > 10);
    for (const row of rows) {
      const [, question = "", searched = "", where = ""] = row.split("|").map((cell) => cell.trim());
      const words = [...searched.matchAll(/`([^`]+)`/g)].map(([, word]) => word as string);
      const files = paths(where).map((file) => ({ file, content: text(file) }));
      assert.ok(words.length > 0 && files.length > 0, question);
      for (const word of words)
        assert.ok(
          files.some(({ content }) => content.includes(word)),
          `${question} ${word}`,
        );
      for (const { file, content } of files)
        assert.ok(
          words.some((word) => content.includes(word)),
          `${question} ${file}`,
        );
    }
  });

  /** From a heading to the next one of its level or above. */
  function sectionOf(heading: string): string {
    const [, level = "", rest = ""] = new RegExp(`^(##+) ${heading}\n(.*)`, "ms").exec(text(page)) ?? [];
    assert.ok(level, heading);
    return rest.split(new RegExp(`^#{2,${level.length}} `, "m"))[0] as string;
  }

  /** The files of one addition of each kind: the recipe has to name each of them. */
  const additions: Record<string, string> = {
    "Add a property to Function": String.raw`\bresponseStartSeconds\b`,
    "Add a property to `source`": String.raw`\bldflags\b`,
    "Add a rule between properties": String.raw`\btimeoutBounds\b`,
    "Add a kind of trigger or source": String.raw`\b(apiServer|ApiServerSource|apiserversources)\b`,
    "Add a kind of queue": String.raw`\b([kK]afkaLag|readKafkaLag)\b`,
    "Add a gate": String.raw`\b(FunctionJobCheck|readJob|jobSpecOf)\b`,
    "Add a builder": String.raw`\bdockerfile\b`,
    "Add a component": String.raw`\b(flowFace|flowRules|flowSpec|flow/flow)\b|^  Flow: \{`,
    "Add a part or a version of Knative": String.raw`\b1\.22\.1\b`,
  };

  /** Files that name it for another reason, with the reason. */
  const apart: Record<string, string> = {
    "provider/src/knative/knativeSchema.ts": "a description mentions apiServer sources",
    "provider/programs/cmd/function-controller/main.go": "a comment",
    "provider/generate/opening.ts": "the most used properties of EventSource",
  };

  for (const [recipe, pattern] of Object.entries(additions)) {
    it(`the recipe "${recipe}" names every file that one such addition touches`, () => {
      const where = ["provider/src", "provider/generate", "provider/programs"];
      const without = ["*.gen.ts", "*_gen.go", "*_test.go", "*go.sum", "*go.mod"].map((file) => `:!${file}`);
      const found = execFileSync("git", ["grep", "--untracked", "-lP", pattern, "--", ...where, ...without], {
        cwd: repository,
        encoding: "utf8",
      });
      const files = found.trim().split("\n");
      const named = paths(sectionOf(recipe));
      assert.ok(files.length > 1);
      assert.deepEqual(
        files.filter((file) => !named.includes(file) && !Object.hasOwn(apart, file)),
        [],
      );
    });
  }
});
