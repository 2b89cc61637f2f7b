// Access to the cluster: a user with rights in one namespace only, and a cluster whose address changes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { helloImage } from "../engine/hello";
import { Program } from "../engine/program";
import type { StackTarget } from "../environment/stack";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { Connection } from "./connection";
import { CutConnection } from "./cutConnection";

const namespace = "access";
const domain = "access.example.org";

const rbac = "rbac.authorization.k8s.io";
const rules = [
  { apiGroups: ["serving.knative.dev"], resources: ["*"], verbs: ["*"] },
  { apiGroups: [""], resources: ["secrets", "configmaps", "pods", "pods/log", "events"], verbs: ["*"] },
];

/** What an administrator creates for a team. */
const ofTheTeam = [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "team", namespace } },
  { apiVersion: `${rbac}/v1`, kind: "Role", metadata: { name: "team", namespace }, rules },
  {
    ...{ apiVersion: `${rbac}/v1`, kind: "RoleBinding", metadata: { name: "team", namespace } },
    roleRef: { apiGroup: rbac, kind: "Role", name: "team" },
    subjects: [{ kind: "ServiceAccount", name: "team", namespace }],
  },
  {
    ...{ apiVersion: "networking.internal.knative.dev/v1alpha1", kind: "ClusterDomainClaim" },
    metadata: { name: domain },
    spec: { namespace },
  },
];

/** The target's kubeconfig, with the team's token instead of the administrator's. */
async function teamsKubeconfig(target: StackTarget): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/team/token`;
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
  const { status } = await new Connection(target).json(path, { method: "POST", body });
  // biome-ignore lint/suspicious/noExplicitAny: a kubeconfig
  const config = load(readFileSync(target.kubeconfig, "utf8")) as any;
  for (const one of config.users) one.user = { token: status.token };
  return JSON.stringify(config);
}

describe("ownership: ways to the cluster", function () {
  this.timeout(240_000);
  let target: StackTarget;
  let cluster: TestCluster;
  let image: string;
  const programs: Program[] = [];

  before(async function () {
    target = needsCluster(this);
    cluster = new TestCluster(target);
    image = await helloImage(cluster);
    await cluster.namespace(namespace);
    for (const object of ofTheTeam) await cluster.apply(object);
  });

  after(async () => {
    for (const program of programs) await program.removeBefore(namespace);
    await cluster?.delete("ClusterDomainClaim", undefined, domain);
    await cluster?.removeNamespace(namespace);
  });

  async function programOf(name: string, properties: object): Promise<Program> {
    const program = new Program(target, name);
    programs.push(program);
    const all = { namespace, image, scale: { windowSeconds: 6 }, timeouts: { requestSeconds: 5 }, ...properties };
    program.writeYaml({ [name]: { type: "knative-faas:Function", properties: all } }, { url: `\${${name}.url}` });
    await program.init();
    return program;
  }

  function goTo(program: Program, kubeconfig: string): void {
    const stack = `Pulumi.${program.stack}.yaml`;
    program.write(stack, program.read(stack).replace(/(kubernetes:kubeconfig: ).*/, `$1${JSON.stringify(kubeconfig)}`));
  }

  it("a user with rights in one namespace has a function there, with a domain whose claim is the platform's", async () => {
    const program = await programOf("team", { secrets: { TOKEN: { "fn::secret": "t" } }, domains: { [domain]: {} } });
    program.write("kubeconfig", await teamsKubeconfig(target));
    goTo(program, join(program.directory, "kubeconfig"));
    await program.up();
    assert.match(await cluster.answer(`http://${domain}`), /Hello/);
    await program.expectNoChanges();
    await program.must(["destroy", "--yes", "--skip-preview"]);
    assert.equal((await cluster.get("ClusterDomainClaim", undefined, domain)).spec.namespace, namespace);
  });

  it("a cluster at another address is another one, unless it has an identifier; the preview says which", async () => {
    const program = await programOf("moved", {});
    await program.up();
    const { uid } = (await cluster.get("KnativeService", namespace, "moved")).metadata;
    const way = await CutConnection.open(target);
    goTo(program, way.target.kubeconfig);
    const replaced = (await program.preview()).filter(({ op }) => op.includes("replace")).map(({ urn }) => urn);
    assert.ok(
      replaced.some((urn) => urn.endsWith("serving.knative.dev/v1:Service::moved")),
      replaced.join("\n"),
    );
    goTo(program, target.kubeconfig);
    await program.must(["config", "set", "kubernetes:clusterIdentifier", "bench"]);
    await program.up();
    goTo(program, way.target.kubeconfig);
    await program.up();
    assert.equal((await cluster.get("KnativeService", namespace, "moved")).metadata.uid, uid);
    goTo(program, target.kubeconfig);
    way.close();
  });
});
