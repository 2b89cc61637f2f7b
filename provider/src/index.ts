// What the package offers to TypeScript programs, one line per component.
export * from "./broker/args.gen";
export { Broker } from "./broker/broker";
export * from "./flow/args.gen";
export { Flow } from "./flow/flow";
export * from "./function/args.gen";
export { Function } from "./function/function";
export { type EventGraph, eventGraph } from "./graph/graph";
export * from "./knative/args.gen";
export { Knative } from "./knative/knative";
export * from "./source/args.gen";
export { EventSource } from "./source/source";
export * from "./triggers/args.gen";
