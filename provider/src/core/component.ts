// The base of this package's components.
import * as pulumi from "@pulumi/pulumi";
import { tellUnknownKeys } from "./configuration";
import { adoptFor } from "./owner";

/** A component whose outputs are those that its constructor registers. */
export abstract class Component extends pulumi.ComponentResource {
  constructor(type: string, name: string, args: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
    super(type, name, args, options);
    tellUnknownKeys(this);
  }

  /**
   * Pulumi calls this without outputs soon after each constructor has begun. One that throws, as over a wrong argument,
   * would so empty what the stack knows about the component, such as a function's releases.
   */
  protected override registerOutputs(outputs?: pulumi.Inputs): void {
    if (outputs !== undefined) super.registerOutputs(outputs);
  }

  /** The options of every child. What was taken over from others is left in place. */
  protected childOptions(
    { retainOnDelete }: pulumi.ComponentResourceOptions,
    { adopt }: { adopt?: unknown },
  ): pulumi.CustomResourceOptions {
    if (adopt === true) adoptFor(this);
    return { parent: this, retainOnDelete: retainOnDelete || adopt === true || undefined };
  }
}
