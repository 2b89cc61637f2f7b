// Where Pods are placed: tolerations, affinity, spreading; in Kubernetes' own terms.
import { z } from "zod";
import { bounded, integer, named, stringEnum, texts } from "../../input/fields";
import { dnsSubdomain, labelKey, labelValue } from "../../input/names";

export const labels = (description: string) => z.record(labelKey, labelValue).optional().meta({ description });

/** Kubernetes' bound, without room for those that are set here and by Knative. */
export const annotations = bounded(z.record(labelKey, z.string()), 240 * 1024, "an object of Kubernetes");

export const toleration = z
  .strictObject({
    key: named(labelKey, "Key of the taint. Defaults to any, which needs the operator `Exists`."),
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
      NoSchedule: "No new Pods come onto the node.",
      PreferNoSchedule: "New Pods rather go elsewhere.",
      NoExecute: "Pods that are there have to leave.",
    })
      .optional()
      .meta({ description: "Effect of the taint. Defaults to any." }),
    tolerationSeconds: z.int().optional().meta({
      description: "How long a Pod stays under `NoExecute`, in seconds; only with this effect. Defaults to for ever.",
    }),
  })
  .meta({ id: "FunctionToleration", description: "A taint of nodes that the function's Pods put up with." });

const nodeRequirement = z
  .strictObject({
    key: z.string().min(1).meta({ description: "Label of the node, or its field (`metadata.name`) in `matchFields`." }),
    operator: stringEnum("FunctionNodeOperator", "How a node's label is compared.", {
      In: "It is one of the values.",
      NotIn: "It is none of the values.",
      Exists: "It is there.",
      DoesNotExist: "It is not there.",
      Gt: "It is a whole number greater than the value.",
      Lt: "It is a whole number less than the value.",
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
  .meta({ id: "FunctionNodeTerm", description: "Conditions that hold together." });

const weight = z.int().min(1).max(100).meta({ description: "How much it counts, from 1 to 100." });

const nodeAffinity = z
  .strictObject({
    requiredDuringSchedulingIgnoredDuringExecution: z
      .strictObject({
        nodeSelectorTerms: z.array(nodeTerm).min(1).meta({ description: "Alternatives: one of them must hold." }),
      })
      .meta({ id: "FunctionNodeSelector", description: "Alternatives of conditions on a node." })
      .optional()
      .meta({ description: "What a node must be like. Defaults to any." }),
    preferredDuringSchedulingIgnoredDuringExecution: z
      .array(
        z
          .strictObject({ weight, preference: nodeTerm.meta({ description: "What the node is like." }) })
          .meta({ id: "FunctionPreferredNode", description: "A wish and its weight." }),
      )
      .optional()
      .meta({ description: "What nodes are better. Defaults to no wish." }),
  })
  .meta({ id: "FunctionNodeAffinity", description: "Which nodes the Pods go to." });

const labelRequirement = z
  .strictObject({
    key: labelKey.meta({ description: "Label." }),
    operator: stringEnum("FunctionLabelOperator", "How a label is compared.", {
      In: "It is one of the values.",
      NotIn: "It is none of the values.",
      Exists: "It is there.",
      DoesNotExist: "It is not there.",
    }).meta({ description: "How it is compared." }),
    values: texts("Values; none with `Exists` and `DoesNotExist`. Defaults to none."),
  })
  .meta({ id: "FunctionLabelRequirement", description: "A condition on a label." });

const labelSelector = z
  .strictObject({
    matchLabels: labels("Labels with their values; all must be there. Defaults to none."),
    matchExpressions: z
      .array(labelRequirement)
      .optional()
      .meta({ description: "Conditions; all must hold. Defaults to none." }),
  })
  .meta({ id: "FunctionLabelSelector", description: "Objects by their labels; an empty one takes all." });

/** Kubernetes' core/validation: validateMatchLabelKeysAndMismatchLabelKeys. */
const besideSelector = (name: string) => ({
  path: [name],
  error: "is for Pods of a labelSelector, and none is given; give labelSelector, or leave it out",
});

const topologyKey = labelKey.meta({
  description: "Label of nodes that makes a place, e.g. `kubernetes.io/hostname` or `topology.kubernetes.io/zone`.",
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
  .refine((term) => term.labelSelector || !term.matchLabelKeys, besideSelector("matchLabelKeys"))
  .refine((term) => term.labelSelector || !term.mismatchLabelKeys, besideSelector("mismatchLabelKeys"))
  .meta({ id: "FunctionPodTerm", description: "Pods in one place." });

const podAffinity = (near: string) =>
  z
    .strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: z
        .array(podTerm)
        .optional()
        .meta({
          description: `Pods that ${near}; all must hold. Defaults to none.`,
        }),
      preferredDuringSchedulingIgnoredDuringExecution: z
        .array(
          z
            .strictObject({
              weight,
              podAffinityTerm: podTerm.meta({ description: "Which Pods, and what a place is." }),
            })
            .meta({ id: "FunctionPreferredPods", description: "A wish and its weight." }),
        )
        .optional()
        .meta({ description: `Pods that, if it can be, ${near}. Defaults to none.` }),
    })
    .meta({ id: "FunctionPodAffinity", description: "Pods that are sought or avoided." });

export const affinity = z
  .strictObject({
    nodeAffinity: nodeAffinity.optional().meta({ description: "Which nodes the Pods go to. Defaults to any." }),
    podAffinity: podAffinity("are in the same place").optional().meta({
      description: "Pods that are sought. Defaults to none.",
    }),
    podAntiAffinity: podAffinity("are not in the same place").optional().meta({
      description: "Pods that are avoided. Defaults to none.",
    }),
  })
  .meta({ id: "FunctionAffinity", description: "Where Pods go, by nodes and by other Pods." });

const inclusion = stringEnum(
  "FunctionInclusionPolicy",
  "Whether a setting of the Pod counts when places are counted.",
  {
    Honor: "It counts.",
    Ignore: "It does not count.",
  },
);

export const topologySpreadConstraint = z
  .strictObject({
    topologyKey,
    maxSkew: z.int().min(1).meta({ description: "Most that places may differ in their number of Pods." }),
    whenUnsatisfiable: stringEnum("FunctionUnsatisfiable", "What happens when it can't be kept.", {
      DoNotSchedule: "The Pod waits.",
      ScheduleAnyway: "The Pod goes to the best place there is.",
    }).meta({ description: "What happens when it can't be kept." }),
    labelSelector: labelSelector.optional().meta({ description: "Which Pods are counted. Defaults to none." }),
    minDomains: integer(1, "Fewest places; only with `DoNotSchedule`. Defaults to 1."),
    nodeAffinityPolicy: inclusion
      .optional()
      .meta({ description: "Whether node affinity counts. Defaults to `Honor`." }),
    nodeTaintsPolicy: inclusion.optional().meta({ description: "Whether taints count. Defaults to `Ignore`." }),
    matchLabelKeys: z.array(labelKey).optional().meta({
      description: "Labels whose values must be the Pod's own. Defaults to none.",
    }),
  })
  .refine((constraint) => constraint.labelSelector || !constraint.matchLabelKeys, besideSelector("matchLabelKeys"))
  .meta({ id: "FunctionTopologySpreadConstraint", description: "How evenly Pods are spread over places." });
