// The exports for TypeScript programs, one line per component.

export { Broker } from "./broker/broker";
export * from "./broker/brokerArgs.gen";
export * from "./events/eventArgs.gen";
export { Flow } from "./flow/flow";
export * from "./flow/flowArgs.gen";
export { Function } from "./function/function";
export * from "./function/functionArgs.gen";
export { type EventGraph, eventGraph } from "./graph/graph";
export { Knative } from "./knative/knative";
export * from "./knative/knativeArgs.gen";
export { EventSource } from "./source/eventSource";
export * from "./source/eventSourceArgs.gen";
