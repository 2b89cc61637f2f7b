// Changes to objects outside of Pulumi: a preview and an update report them.
import assert from "node:assert/strict";
import { Broker } from "../../provider/src/index";
import { type FakeObject, withCluster } from "./fakeCluster";
import { type LogMessage, type Registration, render, stateOf, withState } from "./harness";

const brokerType = "kubernetes:eventing.knative.dev/v1:Broker";

const broker = (status: object): FakeObject => ({
  apiVersion: "eventing.knative.dev/v1",
  kind: "Broker",
  metadata: { name: "bus", namespace: "shop", uid: "0a1b", generation: 1 },
  status: { observedGeneration: 1, ...status },
});

/** Named by its content. */
const settings: FakeObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "bus-broker-7da5521186", namespace: "shop", uid: "0c1d" },
};

const ready = { conditions: [{ type: "Ready", status: "True" }] };
const lost = { type: "DeadLetterSinkResolved", status: "False", message: 'services "dead" not found' };

const withFailure = (preview: boolean, warning: string, cause: string) =>
  preview ? [warning] : [warning, `failure: broker bus is not ready: ${cause}`];

describe("ownership: what happened to a broker and its settings behind the state's back", () => {
  /** What a preview or an update reports, and the error that an update ends with. */
  async function told(there: FakeObject[], preview: boolean): Promise<string[]> {
    const program = () => void new Broker("bus", { namespace: "shop" });
    const respond = ({ type, inputs }: Registration) =>
      type === brokerType ? { metadata: { ...(inputs.metadata as object), uid: "0a1b" }, status: ready } : undefined;
    const state = stateOf(await render(program, { respond }));
    const logs: LogMessage[] = [];
    const failed = ({ message }: Error) => {
      if (!message.startsWith("broker bus is not ready")) throw new Error(message);
      logs.push({ severity: "failure", message } as never);
    };
    const answers = { respond, logs, preview };
    await withCluster(
      () => there,
      ({ config }) => render(program, { ...answers, ...withState(state, answers), config }).catch(failed),
    );
    return logs.map(({ severity, message }) => `${severity}: ${message}`);
  }

  for (const preview of [true, false]) {
    const where = preview ? "a preview" : "an update";
    it(`that is well is not mentioned in ${where}`, async () => {
      assert.deepEqual(await told([broker(ready), settings], preview), []);
    });

    const gone = "is in the state of this stack but no longer exists in the cluster; pulumi up --refresh recreates it";
    it(`that is gone is reported in ${where}`, async () => {
      for (const [there, lost] of [
        [[settings], `Broker shop/bus ${gone}`],
        [[broker(ready)], `ConfigMap shop/bus-broker-7da5521186 ${gone}`],
      ] as [FakeObject[], string][])
        assert.deepEqual(await told(there, preview), withFailure(preview, `warning: ${lost}`, `Ready: ${lost}`));
    });

    it(`that somebody has made again is refused in ${where}, and one that this stack made is not`, async () => {
      const other = broker(ready);
      Object.assign(other.metadata, { uid: "other", managedFields: [{ manager: "kubectl-create" }] });
      await assert.rejects(told([other, settings], preview), {
        message:
          "Broker shop/bus is not the one that this stack created: that was deleted, and somebody created another one; its fields are managed by kubectl-create; set another name or namespace, or set adopt: true to adopt it and leave it in place when this stack is destroyed",
      });
      Object.assign(other.metadata, {
        labels: Object.fromEntries(
          Object.entries({ instance: "dev", "part-of": "project", "managed-by": "pulumi" }).map(([label, value]) => [
            `app.kubernetes.io/${label}`,
            value,
          ]),
        ),
      });
      assert.deepEqual(await told([other, settings], preview), []);
    });

    it(`that is not ready any more is reported in ${where}, with the cause`, async () => {
      const sick = broker({ conditions: [...ready.conditions, lost] });
      const cause = 'DeadLetterSinkResolved: services "dead" not found';
      const warning = `warning: Broker shop/bus is not ready now: ${cause}`;
      assert.deepEqual(await told([sick, settings], preview), withFailure(preview, warning, `Ready: ${cause}`));
    }).timeout(15_000);
  }
});
