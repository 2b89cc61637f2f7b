// How an update would change the routing of sample events, from the output of `pulumi preview --json --show-sames`. Pure.
import type { Event } from "./filteredEvent";
import { routedOf, routingOf, type TriggerObject } from "./routed";
import { routingDiff } from "./routing";

interface State {
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of a resource of any type
  inputs?: any;
}

interface Preview {
  steps?: { op: string; oldState?: State; newState?: State }[];
}

type Samples = Record<string, Event>;

/** Lines such as `default/orders: paid -> +fraud, -audit`; none if the routing does not change. */
export function routingChanges(preview: unknown): string[] {
  const steps = (preview as Preview).steps ?? [];
  const before = steps.filter(({ op }) => !op.startsWith("create-")).flatMap(({ oldState }) => oldState ?? []);
  const after = steps.filter(({ op }) => !/^delete/.test(op)).flatMap(({ newState }) => newState ?? []);
  const samples = { ...samplesIn(before), ...samplesIn(after) };
  return Object.entries(samples).flatMap(([broker, events]) => {
    const routes = (states: State[]) =>
      routingOf(
        triggersIn(states).filter((one) => one.broker === broker),
        events,
      );
    return routingDiff(routes(before), routes(after)).map((line) => `${broker}: ${line}`);
  });
}

function triggersIn(states: State[]) {
  return states
    .filter(({ type }) => type === "kubernetes:eventing.knative.dev/v1:Trigger")
    .map(({ inputs }) => routedOf(inputs as TriggerObject));
}

/** The samples of brokers by `namespace/name`, from their annotations. */
function samplesIn(states: State[]): Record<string, Samples> {
  const brokers = states.filter(({ type }) => type === "kubernetes:eventing.knative.dev/v1:Broker");
  const entries = brokers.flatMap(({ inputs: { metadata } }): [string, Samples][] => {
    const text = metadata.annotations?.[samplesAnnotation];
    return text === undefined ? [] : [[`${metadata.namespace ?? "default"}/${metadata.name}`, JSON.parse(text)]];
  });
  return Object.fromEntries(entries);
}

/** The annotation of a Broker with its sample events as JSON, so that a state includes them. */
export const samplesAnnotation = "knative-faas.dev/samples";
