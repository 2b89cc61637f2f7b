// What an update would do to the way of sample events, from what `pulumi preview --json --show-sames` prints. Pure.
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

/** Lines such as `default/orders: paid -> +fraud, -audit`; none when every sample goes where it went. */
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

/** The samples of brokers by `namespace/name`, as an annotation holds them. */
function samplesIn(states: State[]): Record<string, Samples> {
  const brokers = states.filter(({ type }) => type === "kubernetes:eventing.knative.dev/v1:Broker");
  const entries = brokers.flatMap(({ inputs: { metadata } }): [string, Samples][] => {
    const text = metadata.annotations?.[samplesAnnotation];
    return text === undefined ? [] : [[`${metadata.namespace ?? "default"}/${metadata.name}`, JSON.parse(text)]];
  });
  return Object.fromEntries(entries);
}

/** The annotation of a Broker that holds its sample events as JSON: so a state tells of them too. */
export const samplesAnnotation = "knative-faas.dev/samples";
