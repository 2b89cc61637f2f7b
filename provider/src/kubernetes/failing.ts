// Reports why an object failed, in addition to the provider's error, which only says that the time is up.
import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { engineAddress, oncePerDeployment } from "../pulumi/previous";

/** Reports on the object with this URN. */
type Say = (object: pulumi.Resource) => Promise<void>;

/** The name is in the state of each object, so changing it would make the engine write all of them again. */
const hookName = "knative-faas: why it failed";

/**
 * The engine calls the hook before it reports an error. All objects share one hook, because each component's own hook would serve
 * a port. Registering it fails on an engine without such hooks, or if another copy of this package has done so
 * in the same update: then only the error appears, with the cause above it if that was logged while waiting.
 */
const failures = oncePerDeployment(() => {
  /** By URN. */
  const says = new Map<string, Say>();
  const failed = ({ urn, failedOperation }: pulumi.ErrorHookArgs) =>
    failedOperation === "delete" ? Promise.resolve(false) : sayOf(says, urn);
  const hook = new pulumi.ErrorHook(hookName, failed) as pulumi.ErrorHook & { __registered: Promise<void> };
  hook.__registered = hook.__registered.catch(() => undefined);
  return { says, hook };
});

/** False: the engine need not retry. Failing to report is not an error. */
async function sayOf(says: Map<string, Say>, urn: string): Promise<boolean> {
  await says
    .get(urn)?.(resourceOf(urn))
    .catch(() => undefined);
  return false;
}

/** In the form that the log accepts: the object itself has no URN until all waiting has ended. */
export function resourceOf(urn: string): pulumi.Resource {
  return { urn: pulumi.output(urn) } as pulumi.Resource;
}

/** Options of an object that report why its creation or update failed. */
export function whenFailed(urn: () => Promise<string | undefined>, say: Say): pulumi.CustomResourceOptions {
  if (pulumi.runtime.isDryRun() || engineAddress() === undefined) return {};
  const { says, hook } = failures();
  // The engine calls from outside of any construct.
  const bound = AsyncResource.bind(say);
  urn()
    .then((known) => known && says.set(known, bound))
    .catch(() => undefined);
  return { hooks: { onError: [hook] } };
}
