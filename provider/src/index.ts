// What the package offers to TypeScript programs, one line per component.
export * from "./function/args.gen";
export { Function } from "./function/function";
export * from "./knative/args.gen";
export { Knative } from "./knative/knative";
