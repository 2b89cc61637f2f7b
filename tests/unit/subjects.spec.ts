// The titles of the suites: each begins with a subject of subjects.ts, so that `npm test -- WORD` finds all of a subject.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { subjects } from "../run/subjects";

const tests = join(__dirname, "..");
const guide = readFileSync(join(tests, "..", "provider", "docs", "testing.md"), "utf8");

interface Suite {
  file: string;
  /** A template as it is written. */
  title: string;
}

const files = readdirSync(tests, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".spec.ts") && !file.includes("node_modules"))
  .sort();

const suites: Suite[] = files.flatMap((file) => titlesOf(file).map((title) => ({ file, title })));

/** The titles of top-level suites, wherever they are: also in a loop. */
function titlesOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(tests, file), "utf8"), ts.ScriptTarget.Latest);
  const find = (node: ts.Node): string[] => {
    if (ts.isCallExpression(node) && /^describe\b/.test(node.expression.getText(source)))
      return [(node.arguments[0] as ts.Expression).getText(source).slice(1, -1)];
    const found: string[] = [];
    node.forEachChild((child) => void found.push(...find(child)));
    return found;
  };
  return find(source);
}

const subjectOf = (title: string) => /^(\w+): /.exec(title)?.[1];

describe("environment: subjects of the tests", () => {
  it("every file has a suite, and every suite's title begins with a subject", () => {
    assert.deepEqual([...new Set(suites.map(({ file }) => file))], files);
    const wrong = suites.filter(({ title }) => !Object.hasOwn(subjects, subjectOf(title) ?? ""));
    assert.deepEqual(wrong, []);
  });

  it("every subject has a suite", () => {
    const used = new Set(suites.map(({ title }) => subjectOf(title)));
    assert.deepEqual(
      Object.keys(subjects).filter((subject) => !used.has(subject)),
      [],
    );
  });

  it("no title occurs twice", () => {
    const twice = suites.filter(({ title }, index) => suites.findIndex((other) => other.title === title) !== index);
    assert.deepEqual(twice, []);
  });

  it("provider/docs/testing.md lists them, in alphabetical order", () => {
    const names = Object.keys(subjects);
    assert.deepEqual(names, [...names].sort());
    const [, table = ""] = guide.split("| subject | what it is about |\n|---|---|\n");
    const listed = table.split("\n\n", 1)[0]?.split("\n");
    assert.deepEqual(
      listed,
      Object.entries(subjects).map(([name, about]) => `| \`${name}\` | ${about} |`),
    );
  });
});
