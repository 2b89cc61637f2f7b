// What is said of an object that failed, beside the provider's error, which knows no more than that the time is over.
import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { engineAddress, oncePerDeployment } from "../pulumi/previous";

/** Says something of the object with this URN. */
type Say = (object: pulumi.Resource) => Promise<void>;

/** It stands in the state at each object, so another one would have the engine write all of them anew. */
const hookName = "knative-faas: why it failed";

/**
 * The engine calls it before it tells an error. There is one for all objects, as each component with one of its own would serve
 * a port for it. It can't be registered at an engine that knows no such hooks, or where another copy of this package has done so
 * in the same update: then the error stands alone, and the cause above it, where it was told while it was awaited.
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

/** False: the engine need not try again. What can't be said is no error of its own. */
async function sayOf(says: Map<string, Say>, urn: string): Promise<boolean> {
  await says
    .get(urn)?.(resourceOf(urn))
    .catch(() => undefined);
  return false;
}

/** As the log takes it: the object itself has no URN before nothing is waited for any more. */
export function resourceOf(urn: string): pulumi.Resource {
  return { urn: pulumi.output(urn) } as pulumi.Resource;
}

/** Options of an object that say it once making or changing it has failed. */
export function whenFailed(urn: () => Promise<string | undefined>, say: Say): pulumi.CustomResourceOptions {
  if (pulumi.runtime.isDryRun() || engineAddress() === undefined) return {};
  const { says, hook } = failures();
  // The engine calls from outside of every construct.
  const bound = AsyncResource.bind(say);
  urn()
    .then((known) => known && says.set(known, bound))
    .catch(() => undefined);
  return { hooks: { onError: [hook] } };
}
