// The base of this package's components.
import * as pulumi from "@pulumi/pulumi";
import { announceObjects } from "./announced";
import { tellUnknownKeys } from "./configuration";
import { type Makes, refuseEarlier } from "./earlier";
import { held, heldUntil } from "./held";
import { adoptFor } from "./owner";

/** A component whose outputs are those that its constructor registers. */
export abstract class Component extends pulumi.ComponentResource {
  /** The arguments are not checked yet. */
  constructor(type: string, name: string, args: pulumi.Inputs, options: pulumi.ComponentResourceOptions, makes: Makes) {
    const registering = { type, name, args: args ?? {}, options };
    // A preview registers nothing.
    const free = pulumi.runtime.isDryRun() ? undefined : refuseEarlier(registering, makes);
    if (free === undefined) void announceObjects(registering, makes);
    super(type, name, {}, free === undefined ? options : heldUntil(free, options));
    if (free !== undefined) held(this, free, pulumi.createUrn(name, type, options.parent));
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
