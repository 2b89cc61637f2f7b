// The schema of a Pod's additional settings, as Knative allows them, in Kubernetes' own terms.
import { z } from "zod";
import { flag, named } from "../../input/fields";
import { dnsSubdomain } from "../../input/names";
import { initContainer, sidecar } from "../container/containerSchema";
import { dnsConfig, dnsPolicy, hostAlias } from "../network/networkSchema";
import { podSecurityContext } from "./podSecurityContext";
import { affinity, annotations, labels, toleration, topologySpreadConstraint } from "./schedulingSchema";

const podSpec = (name: string) => `Requires the feature flag \`kubernetes.podspec-${name}\`.`;

export const pod = z
  .strictObject({
    labels: labels("Labels of the Pods, on the revision's template. Defaults to none."),
    annotations: annotations.optional().meta({
      description:
        "Annotations of the Pods, on the revision's template; those that a property of this component sets are set there. Defaults to none.",
    }),
    nodeSelector: labels(`Labels that a node must have. Defaults to any node. ${podSpec("nodeselector")}`),
    tolerations: z
      .array(toleration)
      .optional()
      .meta({
        description: `Taints of nodes that the Pods tolerate. Defaults to none. ${podSpec("tolerations")}`,
      }),
    affinity: affinity
      .optional()
      .meta({ description: `Where Pods are scheduled. Defaults to anywhere. ${podSpec("affinity")}` }),
    topologySpreadConstraints: z
      .array(topologySpreadConstraint)
      .optional()
      .meta({
        description: `How evenly Pods are spread. Defaults to the scheduler's own. ${podSpec("topologyspreadconstraints")}`,
      }),
    runtimeClassName: named(dnsSubdomain, `Container runtime. Defaults to the node's. ${podSpec("runtimeclassname")}`),
    priorityClassName: named(
      dnsSubdomain,
      `Priority class. Defaults to the cluster's. ${podSpec("priorityclassname")}`,
    ),
    schedulerName: named(dnsSubdomain, `Scheduler. Defaults to \`default-scheduler\`. ${podSpec("schedulername")}`),
    securityContext: podSecurityContext.optional().meta({
      description: `Security settings of the processes of all containers. Defaults to none. ${podSpec("securitycontext")}`,
    }),
    initContainers: z
      .array(initContainer)
      .optional()
      .meta({
        description: `Containers that run to completion first, in this order. Defaults to none. ${podSpec("init-containers")}`,
      }),
    sidecars: z.array(sidecar).optional().meta({
      description:
        "Containers that run alongside the function's. Defaults to none. Requires the feature flag `multi-container`, which is on by default.",
    }),
    dnsPolicy: dnsPolicy.optional().meta({
      description: `Where names are resolved. Defaults to \`ClusterFirst\`. ${podSpec("dnspolicy")}`,
    }),
    dnsConfig: dnsConfig.optional().meta({
      description: `Settings of the resolver. Defaults to none. ${podSpec("dnsconfig")}`,
    }),
    hostAliases: z
      .array(hostAlias)
      .optional()
      .meta({
        description: `Lines of /etc/hosts. Defaults to none. ${podSpec("hostaliases")}`,
      }),
    shareProcessNamespace: flag(
      `Whether the containers see each other's processes. Defaults to false. ${podSpec("shareprocessnamespace")}`,
    ),
    hostNetwork: flag(`Whether the Pods are in the node's network. Defaults to false. ${podSpec("hostnetwork")}`),
    hostPID: flag(`Whether the Pods see the node's processes. Defaults to false. ${podSpec("hostpid")}`),
    hostIPC: flag(`Whether the Pods share the node's memory segments. Defaults to false. ${podSpec("hostipc")}`),
    enableServiceLinks: flag(
      "Whether environment variables describe each Service of the namespace. Defaults to Knative's `config-defaults` (false).",
    ),
  })
  .meta({
    id: "FunctionPod",
    description: "Additional settings of the Pods that Knative allows, in Kubernetes' own terms.",
  });
