// The base of this package's components.
import * as pulumi from "@pulumi/pulumi";

/** A component whose outputs are those that its constructor registers. */
export abstract class Component extends pulumi.ComponentResource {
  /**
   * Pulumi registers a component without outputs once this is done. It never is: a constructor that throws, as over a
   * wrong argument, would leave nothing of what the stack knows about the component, such as a function's releases.
   */
  protected override initialize(): Promise<never> {
    return new Promise(() => undefined);
  }
}
