// Holds back the registration of a component and its children until a check has passed.
import * as pulumi from "@pulumi/pulumi";
import { asOutput, type Value } from "./value";

/** Created before the component, because the check needs the component itself. */
export class Hold {
  /** Rejects with the one error that the component fails with. */
  readonly free: Promise<void>;
  private settle!: (until: Promise<void>) => void;

  constructor() {
    this.free = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  until(answered: Promise<void>): void {
    this.settle(answered);
  }
}

const waiting = new WeakMap<pulumi.Resource, Promise<void>>();

/** Pulumi awaits `dependsOn`; if the promise rejects, nothing is registered. */
export function heldUntil<Options extends pulumi.ResourceOptions>(free: Promise<void>, options: Options): Options {
  return { ...options, dependsOn: free.then(() => options.dependsOn ?? []) };
}

/**
 * `urn` is the URN that the component will get. Messages of a process wait one after the other for the URNs of the components that they
 * name, even the message that says why this one is not registered.
 */
export function holdBack(component: pulumi.Resource, free: Promise<void>, urn: pulumi.Output<string>): void {
  waiting.set(component, free);
  const { urn: registered } = component;
  const isFree = free.then(
    () => true,
    () => false,
  );
  Object.assign(component, { urn: pulumi.output(isFree).apply((is) => (is ? registered : urn)) });
}

/** Rejects with the one error that the component fails with. */
export const whenFree = (component: pulumi.Resource): Promise<void> | undefined => waiting.get(component);

/** The value once its component is free; nothing is built or pushed before. */
export function onceFree<T>(component: pulumi.Resource, value: Value<T>): Value<T> {
  const free = waiting.get(component);
  return free === undefined ? value : asOutput<T>(free.then(() => value));
}

/** For the options of a child. */
export function heldWithParent<Options extends pulumi.ResourceOptions>(options: Options): Options {
  const free = options.parent && waiting.get(options.parent);
  return free === undefined ? options : heldUntil(free, options);
}
