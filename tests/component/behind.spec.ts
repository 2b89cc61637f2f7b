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

describe("ownership: what happened to a broker and its settings behind the state's back", () => {
  async function told(there: FakeObject[], preview: boolean): Promise<string[]> {
    const program = () => void new Broker("bus", { namespace: "shop" });
    const respond = ({ type, inputs }: Registration) =>
      type === brokerType ? { metadata: { ...(inputs.metadata as object), uid: "0a1b" }, status: ready } : undefined;
    const state = stateOf(await render(program, { respond }));
    const logs: LogMessage[] = [];
    const answers = { respond, logs, preview };
    await withCluster(
      () => there,
      ({ config }) => render(program, { ...answers, ...withState(state, answers), config }),
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
      assert.deepEqual(await told([settings], preview), [`warning: Broker shop/bus ${gone}`]);
      assert.deepEqual(await told([broker(ready)], preview), [`warning: ConfigMap shop/bus-broker-7da5521186 ${gone}`]);
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
      assert.deepEqual(await told([sick, settings], preview), [
        'warning: Broker shop/bus is not ready now: DeadLetterSinkResolved: services "dead" not found',
      ]);
    });
  }
});
