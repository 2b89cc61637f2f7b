// The base of this package's components.
import * as pulumi from "@pulumi/pulumi";
import { warnUnknownKeys } from "../input/configuration";
import { Failure, latestError } from "../input/problems";
import { Hold, heldUntil, holdBack } from "../pulumi/held";
import { announceObjects } from "./announced";
import { type Makes, type Registering, refuseEarlier } from "./earlier";
import { adoptFor } from "./owner";

/** Those whose constructor has not thrown. */
const whole = new WeakSet<pulumi.Resource>();

/** A component whose outputs are those that its constructor registers. */
export abstract class Component extends pulumi.ComponentResource {
  /** The arguments are not checked yet. */
  constructor(type: string, name: string, args: pulumi.Inputs, options: pulumi.ComponentResourceOptions, makes: Makes) {
    // A preview registers nothing.
    const hold = pulumi.runtime.isDryRun() ? undefined : new Hold();
    super(type, name, {}, hold === undefined ? options : heldUntil(hold.free, options));
    const registering = { component: this, args: args ?? {}, urn: pulumi.createUrn(name, type, options.parent) };
    if (hold === undefined) void announceObjects(registering, makes);
    else this.hold(hold, registering, makes);
    warnUnknownKeys(this);
  }

  private hold(hold: Hold, registering: Registering, makes: Makes): void {
    holdBack(this, hold.free, registering.urn);
    hold.until(this.wholeSoon().then(() => refuseEarlier(registering, makes)));
  }

  /** Rejected where a constructor throws, as over a wrong argument, with what it throws if that is ours. */
  private async wholeSoon(): Promise<void> {
    const before = latestError();
    // By then it has run to its end.
    await undefined;
    if (whole.has(this)) return;
    const error = latestError();
    throw error === undefined || error === before
      ? new Failure("the component is not registered: its constructor failed")
      : error;
  }

  /**
   * Each constructor ends with this. Pulumi calls it without outputs soon after one has begun: one that throws would so empty what
   * the stack knows about the component, such as a function's releases.
   */
  protected override registerOutputs(outputs?: pulumi.Inputs): void {
    if (outputs === undefined) return;
    whole.add(this);
    super.registerOutputs(outputs);
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
