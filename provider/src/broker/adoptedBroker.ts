// Checks that an adopted broker's `config` matches the existing one, which Knative does not allow to change.
import * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "../cluster/cluster";
import { Failure } from "../input/problems";
import { isOwn } from "../ownership/marks";
import { backendMark } from "../pulumi/backend";
import type { BrokerArgs } from "./brokerArgs.gen";
import type { BrokerSpec } from "./brokerSpec";

type Placed = BrokerArgs & Pick<BrokerSpec, "namespace">;

/** Undefined, or a failure that says which config to set. */
export function adoptable(broker: pulumi.ComponentResource, args: Placed, name: pulumi.Input<string>) {
  if (args.adopt !== true) return undefined;
  const { namespace, config } = args;
  return pulumi
    .all([name, namespace, config])
    .apply(([known, place, given]) => checkConfig(broker, { name: known, namespace: place }, given));
}

interface Place {
  name: string;
  namespace?: string | undefined;
}

async function checkConfig(broker: pulumi.ComponentResource, at: Required<Place>, given: Place | undefined) {
  const identity = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", ...at } as const;
  const live = (await tryQuery(broker, (cluster) => cluster.get(identity)))?.answer;
  const there: Place | undefined = live?.spec?.config;
  if (live === undefined || there === undefined || isOwn(live, await backendMark())) return;
  const place = ({ name, namespace = at.namespace }: Place) => `${namespace}/${name}`;
  if (given !== undefined && place(given) === place(there)) return;
  const [namespace, name] = place(there).split("/");
  throw new Failure(
    `Broker ${at.namespace}/${at.name} has its settings in the ConfigMap ${place(there)}, which Knative does not allow to change; set config: { name: ${name}, namespace: ${namespace} } to adopt it`,
  );
}
