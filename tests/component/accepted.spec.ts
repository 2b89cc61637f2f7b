// Random valid arguments: their objects have names and labels that Kubernetes accepts, and no value is missing.
import assert from "node:assert/strict";
import { dnsSubdomain, labelKey, labelValue } from "../../provider/src/input/names";
import { type Accepted, accepted, type Manifest } from "../generated/accepted";

/** Others with `ACCEPTED_SEED=2`. */
const seed = Number(process.env.ACCEPTED_SEED ?? 1);
const count = 120;

/** Kubernetes allows some more for roles and their bindings. */
const isName = ({ kind, metadata }: Manifest) =>
  /^(Cluster)?Role(Binding)?$/.test(kind)
    ? /^[^/%]+$/.test(metadata.name)
    : dnsSubdomain.safeParse(metadata.name).success;

const isLabel = ([key, value]: [string, unknown]) =>
  labelKey.safeParse(key).success && labelValue.safeParse(value).success;

function faultsOf({ what, objects }: Accepted): string[] {
  return objects.flatMap((object) => {
    const { kind, metadata } = object;
    const labels = Object.entries(metadata.labels ?? {}).filter((label) => !isLabel(label));
    const odd = /.{0,60}(undefined|\[object |NaN|Infinity).{0,20}/.exec(JSON.stringify(object))?.[0];
    const faults = [
      ...(isName(object) ? [] : ["no name"]),
      ...(/^[A-Z][A-Za-z0-9]+$/.test(kind) ? [] : ["no kind"]),
      ...labels.map(([key, value]) => `label ${key}=${value}`),
      ...(odd === undefined ? [] : [odd]),
    ];
    return faults.map((fault) => `${what} | ${kind} ${metadata.name}: ${fault}`);
  });
}

describe("errors: what is accepted", function () {
  this.timeout(300_000);

  it(`of ${count} by chance makes whole objects (seed ${seed})`, async () => {
    const all = await accepted(seed, count, "errors-accepted");
    console.log(`      ${all.flatMap(({ objects }) => objects).length} objects`);
    for (const component of ["Function", "EventSource", "Broker", "Flow", "Knative"])
      assert.ok(all.filter((one) => one.component === component).length >= 5, component);
    assert.deepEqual(all.flatMap(faultsOf), []);
  });
});
