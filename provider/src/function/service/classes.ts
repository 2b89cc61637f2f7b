// Checks that the cluster has a controller for the autoscaler and ingress classes that a function names.
import * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "../../cluster/cluster";
import { isMissing } from "../../cluster/controllers";
import { installationOf } from "../../cluster/installation";
import { layerOfClass, layers } from "../../features/networkLayers";
import { InvalidArgs, type Problem, show } from "../../input/problems";
import { log } from "../../pulumi/log";
import type { FunctionArgs } from "../functionArgs.gen";

type Input<T> = pulumi.Input<T> | undefined;

const autoscaler = "knative-serving/autoscaler-hpa";

/**
 * Known once the cluster has been found to have the controllers; undefined if the arguments name no class. A Knative of the same
 * program may still install them.
 */
export function withControllers(
  component: pulumi.ComponentResource,
  { scale, network }: Pick<FunctionArgs, "scale" | "network">,
  dependsOn: pulumi.ResourceOptions["dependsOn"],
): pulumi.Input<unknown> {
  const [ofScale, ofIngress]: Input<string>[] = [scale?.class, network?.ingressClass];
  if (ofScale === undefined && ofIngress === undefined) return undefined;
  if (installationOf(dependsOn, component)?.owned === true) return undefined;
  return pulumi.all([ofScale, ofIngress]).apply(async ([scaler, layer]) => {
    const found = await Promise.all([scalerProblem(component, scaler), layerProblem(component, layer)]);
    const problems = found.filter((one) => one !== undefined);
    if (problems.length > 0) throw new InvalidArgs("Function", problems);
  });
}

async function scalerProblem(component: pulumi.Resource, given: string | undefined): Promise<Problem | undefined> {
  if (given !== "hpa" || !(await isMissing(component, autoscaler))) return undefined;
  const reason =
    'needs Knative\'s autoscaler-hpa, which this cluster does not have, got "hpa"; install serving-hpa.yaml of Knative\'s release, or use "kpa"';
  return { propertyPath: "scale.class", reason };
}

async function layerProblem(component: pulumi.Resource, given: string | undefined): Promise<Problem | undefined> {
  if (given === undefined) return undefined;
  const layer = layerOfClass(given);
  if (layer === undefined) return void (await warnUnknown(component, given));
  if (!(await isMissing(component, layer.controllerAt))) return undefined;
  const reason = `needs Knative's controller for ${layer.title}, which this cluster does not have, got ${show(given)}; install it, or leave it out`;
  return { propertyPath: "network.ingressClass", reason };
}

const ingress = { apiVersion: "networking.internal.knative.dev/v1alpha1", kind: "Ingress" };
const classAnnotation = "networking.knative.dev/ingress.class";

/** Foreign network layers may have any class, but one that nothing uses yet may be a typo. */
async function warnUnknown(component: pulumi.Resource, given: string): Promise<void> {
  const all = (await tryQuery(component, (cluster) => cluster.list(ingress, "metadata")))?.answer;
  if (all === undefined || all.some(({ metadata }) => metadata.annotations?.[classAnnotation] === given)) return;
  const known = Object.values(layers).map(({ ingressClass }) => ingressClass);
  void log.warn(
    `network.ingressClass: nothing in this cluster uses the class ${show(given)} yet, and a function whose class no controller handles never gets an address; Knative's own layers use ${known.join(", ")}`,
    component,
  );
}
