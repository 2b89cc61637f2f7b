// The node of a Knative that goes first in a destroy, and stays as long as others have something on it.
import * as pulumi from "@pulumi/pulumi";
import { providerSettings } from "../cluster/provider";
import { ownershipLabels } from "../kubernetes/ownershipLabels";
import { backendLabels } from "../pulumi/backend";
import { following } from "../pulumi/child";
import { scope } from "../pulumi/scope";

const guardType = "knative-faas:index:KnativeGuard";

class KnativeGuard extends pulumi.CustomResource {}

/**
 * A resource of the plugin's own, as a destroy asks providers alone: no program runs then. A library has no plugin that the
 * engine would find, and no guard.
 */
export function guardOf(component: pulumi.ComponentResource, name: string, gate: pulumi.Resource[]): pulumi.Resource[] {
  if (scope.getStore() === undefined) return gate;
  const settings = pulumi.output(providerSettings(component).catch(() => undefined));
  const inputs = {
    kubeconfig: pulumi.secret(settings.apply((known) => known?.kubeconfig ?? "")),
    context: settings.apply((known) => known?.context ?? ""),
    cluster: settings.apply((known) => known?.cluster ?? ""),
    own: { ...ownershipLabels(), ...backendLabels() },
  };
  const guard = `${name}/guard`;
  return [
    new KnativeGuard(guardType, guard, inputs, following({ parent: component, dependsOn: gate }, guardType, guard)),
  ];
}
