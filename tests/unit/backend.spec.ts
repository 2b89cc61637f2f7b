// Which backend has a stack's state, determined as in the CLI, and the mark on its objects.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { backendUrl, markIn, placeOf } from "../../provider/src/pulumi/backend";

describe("ownership: the backend of a stack", () => {
  let root = "";
  before(() => {
    root = mkdtempSync(join(tmpdir(), "backend-"));
    for (const directory of ["bare/main", "named/main", "home", "broken"])
      mkdirSync(join(root, directory), { recursive: true });
    writeFileSync(join(root, "bare", "Pulumi.yaml"), "name: shop\nruntime: yaml\n");
    writeFileSync(join(root, "named", "Pulumi.yaml"), "name: shop\nbackend:\n  url: s3://project\n");
    writeFileSync(join(root, "broken", "Pulumi.yaml"), "name: [");
    writeFileSync(join(root, "broken", "credentials.json"), "{");
    writeFileSync(join(root, "home", "credentials.json"), '{ "current": "https://api.pulumi.com" }');
  });
  after(() => rmSync(root, { recursive: true }));

  const login = "https://api.pulumi.com";
  const cases: [string, { url?: string; home: string; directory: string }, string | undefined][] = [
    ["is what the environment says", { url: "file:///state", home: "home", directory: "named" }, "file:///state"],
    ["is what the project says, before the log-in", { home: "home", directory: "named" }, "s3://project"],
    ["is what the project above the program says", { home: "home", directory: "named/main" }, "s3://project"],
    ["is where the user is logged in", { home: "home", directory: "bare/main" }, login],
    ["is not known without a log-in", { home: "nowhere", directory: "bare" }, undefined],
    ["is not known from files that can't be read", { home: "broken", directory: "broken" }, undefined],
  ];
  for (const [title, { url, home, directory }, expected] of cases)
    it(title, () => {
      const environment = { PULUMI_HOME: join(root, home), ...(url && { PULUMI_BACKEND_URL: url }) };
      assert.equal(backendUrl(environment, join(root, directory)), expected);
    });

  const places: [string, string, string[]][] = [
    ["https://api.pulumi.com", "/shop", ["https://api.pulumi.com"]],
    ["s3://states?region=eu", "/shop", ["s3://states?region=eu"]],
    ["file:///state", "/shop", [hostname(), "/state"]],
    ["file://./state", "/shop", [hostname(), "/shop/state"]],
    ["file://~", "/shop", [hostname(), homedir()]],
    ["file://~/state", "/shop", [hostname(), join(homedir(), "state")]],
  ];
  for (const [url, directory, expected] of places)
    it(`${url} is one of all machines`, () => assert.deepEqual(placeOf(url, directory), expected));

  it("is marked on what the state has, and the mark stays", () => {
    const outputs = (labels?: object) => ({ type: "kubernetes:core/v1:Secret", outputs: { metadata: { labels } } });
    assert.equal(
      markIn({ a: { type: "x", outputs: undefined }, b: outputs(), c: outputs({ "knative-faas.dev/backend": "0a" }) }),
      "0a",
    );
    assert.equal(markIn({}), undefined);
  });
});
