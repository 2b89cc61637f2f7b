// The base of this package's components.
import * as pulumi from "@pulumi/pulumi";
import { warnUnknownKeys } from "../input/configuration";
import { Failure, latestError } from "../input/problems";
import { Hold, heldUntil, holdBack } from "../pulumi/held";
import { announceObjects } from "./announced";
import { type Makes, type Registering, refuseEarlier } from "./earlier";
import { adoptFor } from "./owner";

/** Components whose constructor has not thrown. */
const constructed = new WeakSet<pulumi.Resource>();

/** A component whose outputs are those that its constructor registers. */
export abstract class Component extends pulumi.ComponentResource {
  /** The arguments are not validated yet. */
  constructor(type: string, name: string, args: pulumi.Inputs, options: pulumi.ComponentResourceOptions, makes: Makes) {
    // A preview registers nothing.
    const hold = pulumi.runtime.isDryRun() ? undefined : new Hold();
    super(type, name, {}, hold === undefined ? options : heldUntil(hold.free, options));
    const registering = { component: this, args: args ?? {}, urn: pulumi.createUrn(name, type, options.parent) };
    void announceObjects(registering, makes);
    if (hold !== undefined) this.hold(hold, registering, makes);
    warnUnknownKeys(this);
  }

  private hold(hold: Hold, registering: Registering, makes: Makes): void {
    holdBack(this, hold.free, registering.urn);
    hold.until(this.untilConstructed().then(() => refuseEarlier(registering, makes)));
  }

  /** Rejects if the constructor throws, e.g. for an invalid argument, with its error if that is this package's. */
  private async untilConstructed(): Promise<void> {
    const before = latestError();
    // By then the constructor has finished.
    await undefined;
    if (constructed.has(this)) return;
    const error = latestError();
    throw error === undefined || error === before
      ? new Failure("the component is not registered: its constructor failed")
      : error;
  }

  /**
   * Each constructor ends with this. Pulumi also calls it without outputs soon after the constructor starts: if that then throws, it would erase
   * what the stack knows about the component, such as a function's releases.
   */
  protected override registerOutputs(outputs?: pulumi.Inputs): void {
    if (outputs === undefined) return;
    constructed.add(this);
    super.registerOutputs(outputs);
  }

  /** The options of every child. Adopted objects are left in place. */
  protected childOptions(
    { retainOnDelete }: pulumi.ComponentResourceOptions,
    { adopt }: { adopt?: unknown },
  ): pulumi.CustomResourceOptions {
    if (adopt === true) adoptFor(this);
    return { parent: this, retainOnDelete: retainOnDelete || adopt === true || undefined };
  }
}
