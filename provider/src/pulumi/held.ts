// A component that the engine hears of only once something is sure, and its children with it.
import * as pulumi from "@pulumi/pulumi";

/** Lasts until what is asked of the component that it holds is answered, which is there only once it is held. */
export class Hold {
  /** Rejected with the one error that the component ends with. */
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

/** Options are waited for; where the promise is rejected, nothing is registered. */
export function heldUntil<Options extends pulumi.ResourceOptions>(free: Promise<void>, options: Options): Options {
  return { ...options, dependsOn: free.then(() => options.dependsOn ?? []) };
}

/**
 * `urn` is what the component would have. All messages of a process wait for the URNs of the components that they name, one after
 * the other, also the message that says why this one is not registered.
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

/** Rejected with the one error that the component ends with. */
export const whenFree = (component: pulumi.Resource): Promise<void> | undefined => waiting.get(component);

/** The value once its component is free: what is built of it, and pushed, is not before. */
export function onceFree<T>(component: pulumi.Resource, value: pulumi.Input<T>): pulumi.Input<T> {
  const free = waiting.get(component);
  return free === undefined ? value : (pulumi.output(free.then(() => value)) as pulumi.Output<T>);
}

/** Of a child. */
export function heldWithParent<Options extends pulumi.ResourceOptions>(options: Options): Options {
  const free = options.parent && waiting.get(options.parent);
  return free === undefined ? options : heldUntil(free, options);
}
