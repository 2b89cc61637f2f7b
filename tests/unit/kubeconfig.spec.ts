// Which cluster a kubeconfig selects: read as in kubectl, several files in KUBECONFIG, or inline text.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { connectionTo } from "../../provider/src/cluster/kubeconfig";

const directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));

/** With a context, a cluster and a user of each name. */
function kubeconfig(current: string | undefined, servers: Record<string, string>): string {
  const names = Object.keys(servers);
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": current },
    clusters: names.map((name) => ({ name, cluster: { server: servers[name] } })),
    contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
    users: names.map((name) => ({ name, user: { token: `token of ${servers[name]}` } })),
  });
}

function written(name: string, text: string): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

const home = "https://192.0.2.1:6443";
const office = "https://192.0.2.2:6443";
const other = "https://192.0.2.3:6443";

describe("environment: the cluster of a kubeconfig", () => {
  const before = process.env.KUBECONFIG;
  const one = written("one", kubeconfig("home", { home }));
  const two = written("two", kubeconfig("office", { office, home: other }));
  const chosen = written("chosen", kubeconfig("office", {}));
  const none = join(directory, "none");

  afterEach(() => {
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  });
  after(() => rmSync(directory, { recursive: true }));

  const cases: [string, string[], object, string][] = [
    ["one file", [one], {}, home],
    ["the first of two that has a current context", [one, two], {}, home],
    ["the other way round", [two, one], {}, office],
    ["a cluster that both have is that of the first", [two, one], { context: "home" }, other],
    ["a file with a current context alone", [chosen, one, two], {}, office],
    ["a file that is not there is passed over", [none, one, none], {}, home],
    ["a context of the second", [one, two], { context: "office" }, office],
    ["a file by name", [two], { kubeconfig: one }, home],
    ["a text", [one], { kubeconfig: kubeconfig("office", { office }) }, office],
  ];
  for (const [title, files, settings, server] of cases) {
    it(title, async () => {
      process.env.KUBECONFIG = files.join(delimiter);
      const way = await connectionTo(settings);
      const { headers } = way?.options ?? {};
      assert.deepEqual([way?.server, headers], [server, { Authorization: `Bearer token of ${server}` }]);
    });
  }
});
