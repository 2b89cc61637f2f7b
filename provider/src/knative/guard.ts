// The guard of a Knative: a destroy deletes it first, which is refused while others' objects depend on Knative.
import * as pulumi from "@pulumi/pulumi";
import { providerSettings } from "../cluster/provider";
import { ownershipLabels } from "../kubernetes/ownershipLabels";
import { backendLabels } from "../pulumi/backend";
import { following } from "../pulumi/child";
import { scope } from "../pulumi/scope";

const guardType = "knative-faas:index:KnativeGuard";

class KnativeGuard extends pulumi.CustomResource {}

/**
 * The plugin's own resource, as a destroy calls only providers: no program runs then. As a library there is no plugin that the
 * engine would find, and so no guard.
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
