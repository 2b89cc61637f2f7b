// Update plans: an update does exactly what its preview recorded, including the first update, a repair, and one with gates.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { ServedProgram } from "./servedProgram";

describe("preview: update plans", function () {
  this.timeout(240_000);
  let program: ServedProgram;
  const kept = {
    secrets: { TOKEN: "abc" },
    volumes: { conf: { mountPath: "/conf", secretFiles: { "a.txt": "hello" } } },
  };

  before(async function () {
    program = new ServedProgram(needsCluster(this), "preview-plan");
    program.environment.PULUMI_EXPERIMENTAL = "1";
    await program.cluster.namespace(program.name);
    program.set(kept);
    await program.init();
  });

  after(() => program?.end());

  async function planned(args: object): Promise<string> {
    program.set(args);
    await program.must(["preview", "--save-plan", "plan.json"]);
    return (await program.pulumi(["up", "--yes", "--plan", "plan.json"])).written;
  }

  async function done(args: object): Promise<void> {
    const written = await planned(args);
    assert.doesNotMatch(written, /error:/);
    await program.expectNoChanges();
  }

  it("hold in the stack's first update, which makes its Secrets", () => done(kept));

  it("hold in an ordinary one", () => done({ ...kept, secrets: { TOKEN: "abcd" } }));

  it("hold in the repair of one whose revision failed", async () => {
    const timeouts = { requestSeconds: 5, readySeconds: 12 };
    const written = await planned({ ...kept, timeouts, command: ["/nothing"] });
    assert.match(written, /revision hello-[0-9a-f]{10} is not ready/);
    await done({ ...kept, timeouts });
  });

  it("hold once a gate that failed is fixed", async () => {
    const rollout = (body: string) => ({ smoke: { http: { path: "/", body } } });
    const written = await planned({ ...kept, env: { NAME: "gated" }, rollout: rollout("never") });
    assert.match(written, /rollout gate smoke failed for revision hello-[0-9a-f]{10}/);
    await done({ ...kept, env: { NAME: "gated" }, rollout: rollout("gated") });
  });
});
