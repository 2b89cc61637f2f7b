// The schema of scheduling: tolerations, affinity and topology spread, in Kubernetes' own terms.
import { z } from "zod";
import { bounded, integer, named, stringEnum, texts } from "../../input/fields";
import { dnsSubdomain, labelKey, labelValue } from "../../input/names";

export const labels = (description: string) => z.record(labelKey, labelValue).optional().meta({ description });

/** Kubernetes' limit, less room for those that this package and Knative set. */
export const annotations = bounded(z.record(labelKey, z.string()), 240 * 1024, "an object of Kubernetes");

export const toleration = z
  .strictObject({
    key: named(labelKey, "Key of the taint. Defaults to any, which requires the operator `Exists`."),
    operator: stringEnum("FunctionTolerationOperator", "How a taint is matched.", {
      Equal: "The value is equal.",
      Exists: "Any value.",
    })
      .optional()
      .meta({ description: "Defaults to `Equal`." }),
    value: labelValue
      .optional()
      .meta({ description: "Value of the taint; not with `Exists`. Defaults to an empty one." }),
    effect: stringEnum("FunctionTaintEffect", "What a taint does.", {
      NoSchedule: "No new Pods are scheduled on the node.",
      PreferNoSchedule: "New Pods are scheduled elsewhere if possible.",
      NoExecute: "Running Pods are evicted.",
    })
      .optional()
      .meta({ description: "Effect of the taint. Defaults to any." }),
    tolerationSeconds: z.int().optional().meta({
      description: "How long a Pod stays under `NoExecute`, in seconds; only with this effect. Defaults to forever.",
    }),
  })
  .meta({ id: "FunctionToleration", description: "A taint of nodes that the function's Pods tolerate." });

const nodeRequirement = z
  .strictObject({
    key: z.string().min(1).meta({ description: "Label of the node, or its field (`metadata.name`) in `matchFields`." }),
    operator: stringEnum("FunctionNodeOperator", "How a node's label is compared.", {
      In: "It is one of the values.",
      NotIn: "It is none of the values.",
      Exists: "It exists.",
      DoesNotExist: "It does not exist.",
      Gt: "It is an integer greater than the value.",
      Lt: "It is an integer less than the value.",
    }).meta({ description: "How it is compared." }),
    values: texts("Values; none with `Exists` and `DoesNotExist`, one with `Gt` and `Lt`. Defaults to none."),
  })
  .meta({ id: "FunctionNodeRequirement", description: "A condition on a node." });

const nodeTerm = z
  .strictObject({
    matchExpressions: z
      .array(nodeRequirement)
      .optional()
      .meta({ description: "Conditions on labels; all must hold. Defaults to none." }),
    matchFields: z
      .array(nodeRequirement)
      .optional()
      .meta({ description: "Conditions on fields; all must hold. Defaults to none." }),
  })
  .meta({ id: "FunctionNodeTerm", description: "Conditions that must all hold." });

const weight = z.int().min(1).max(100).meta({ description: "Weight, from 1 to 100." });

const nodeAffinity = z
  .strictObject({
    requiredDuringSchedulingIgnoredDuringExecution: z
      .strictObject({
        nodeSelectorTerms: z.array(nodeTerm).min(1).meta({ description: "Alternatives: one of them must hold." }),
      })
      .meta({ id: "FunctionNodeSelector", description: "Alternative conditions on a node." })
      .optional()
      .meta({ description: "Conditions that a node must meet. Defaults to any node." }),
    preferredDuringSchedulingIgnoredDuringExecution: z
      .array(
        z
          .strictObject({ weight, preference: nodeTerm.meta({ description: "Conditions on the node." }) })
          .meta({ id: "FunctionPreferredNode", description: "A preference and its weight." }),
      )
      .optional()
      .meta({ description: "Nodes that are preferred. Defaults to no preference." }),
  })
  .meta({ id: "FunctionNodeAffinity", description: "Which nodes the Pods are scheduled on." });

const labelRequirement = z
  .strictObject({
    key: labelKey.meta({ description: "Label." }),
    operator: stringEnum("FunctionLabelOperator", "How a label is compared.", {
      In: "It is one of the values.",
      NotIn: "It is none of the values.",
      Exists: "It exists.",
      DoesNotExist: "It does not exist.",
    }).meta({ description: "How it is compared." }),
    values: texts("Values; none with `Exists` and `DoesNotExist`. Defaults to none."),
  })
  .meta({ id: "FunctionLabelRequirement", description: "A condition on a label." });

const labelSelector = z
  .strictObject({
    matchLabels: labels("Labels with their values; all must match. Defaults to none."),
    matchExpressions: z
      .array(labelRequirement)
      .optional()
      .meta({ description: "Conditions; all must hold. Defaults to none." }),
  })
  .meta({
    id: "FunctionLabelSelector",
    description: "Selects objects by their labels; an empty selector selects all.",
  });

/** Kubernetes' core/validation: validateMatchLabelKeysAndMismatchLabelKeys. */
const withoutSelector = (name: string) => ({
  path: [name],
  error: "requires labelSelector; set labelSelector, or leave it out",
});

const topologyKey = labelKey.meta({
  description:
    "Node label that defines a topology domain, e.g. `kubernetes.io/hostname` or `topology.kubernetes.io/zone`.",
});

const podTerm = z
  .strictObject({
    topologyKey,
    labelSelector: labelSelector.optional().meta({ description: "Which Pods. Defaults to none." }),
    namespaces: z
      .array(dnsSubdomain)
      .optional()
      .meta({ description: "Namespaces of these Pods. Defaults to the function's." }),
    namespaceSelector: labelSelector.optional().meta({ description: "Namespaces by their labels. Defaults to none." }),
    matchLabelKeys: z
      .array(labelKey)
      .optional()
      .meta({ description: "Labels whose values must be the Pod's own. Defaults to none." }),
    mismatchLabelKeys: z.array(labelKey).optional().meta({
      description: "Labels whose values must not be the Pod's own. Defaults to none.",
    }),
  })
  .refine((term) => term.labelSelector || !term.matchLabelKeys, withoutSelector("matchLabelKeys"))
  .refine((term) => term.labelSelector || !term.mismatchLabelKeys, withoutSelector("mismatchLabelKeys"))
  .meta({ id: "FunctionPodTerm", description: "Pods in one topology domain." });

const podAffinity = (near: string) =>
  z
    .strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: z
        .array(podTerm)
        .optional()
        .meta({
          description: `Pods that ${near}; all must be satisfied. Defaults to none.`,
        }),
      preferredDuringSchedulingIgnoredDuringExecution: z
        .array(
          z
            .strictObject({
              weight,
              podAffinityTerm: podTerm.meta({ description: "Which Pods, and in which topology domain." }),
            })
            .meta({ id: "FunctionPreferredPods", description: "A preference and its weight." }),
        )
        .optional()
        .meta({ description: `Pods that, if possible, ${near}. Defaults to none.` }),
    })
    .meta({ id: "FunctionPodAffinity", description: "Pods that attract or repel the function's." });

export const affinity = z
  .strictObject({
    nodeAffinity: nodeAffinity
      .optional()
      .meta({ description: "Which nodes the Pods are scheduled on. Defaults to any." }),
    podAffinity: podAffinity("are in the same topology domain").optional().meta({
      description: "Pods to be near to. Defaults to none.",
    }),
    podAntiAffinity: podAffinity("are not in the same topology domain").optional().meta({
      description: "Pods to keep away from. Defaults to none.",
    }),
  })
  .meta({ id: "FunctionAffinity", description: "Where Pods are scheduled, by nodes and by other Pods." });

const inclusion = stringEnum(
  "FunctionInclusionPolicy",
  "Whether a setting of the Pod is considered when topology domains are counted.",
  {
    Honor: "It is considered.",
    Ignore: "It is ignored.",
  },
);

export const topologySpreadConstraint = z
  .strictObject({
    topologyKey,
    maxSkew: z.int().min(1).meta({ description: "Maximum difference in the number of Pods between topology domains." }),
    whenUnsatisfiable: stringEnum("FunctionUnsatisfiable", "What happens if it can't be satisfied.", {
      DoNotSchedule: "The Pod waits.",
      ScheduleAnyway: "The Pod is scheduled where the skew is least.",
    }).meta({ description: "What happens if it can't be satisfied." }),
    labelSelector: labelSelector.optional().meta({ description: "Which Pods are counted. Defaults to none." }),
    minDomains: integer(1, "Minimum number of topology domains; only with `DoNotSchedule`. Defaults to 1."),
    nodeAffinityPolicy: inclusion
      .optional()
      .meta({ description: "Whether node affinity is considered. Defaults to `Honor`." }),
    nodeTaintsPolicy: inclusion
      .optional()
      .meta({ description: "Whether taints are considered. Defaults to `Ignore`." }),
    matchLabelKeys: z.array(labelKey).optional().meta({
      description: "Labels whose values must be the Pod's own. Defaults to none.",
    }),
  })
  .refine((constraint) => constraint.labelSelector || !constraint.matchLabelKeys, withoutSelector("matchLabelKeys"))
  .meta({ id: "FunctionTopologySpreadConstraint", description: "How evenly Pods are spread over topology domains." });
