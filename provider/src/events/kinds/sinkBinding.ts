// Sets the sink of an existing program: a SinkBinding. Schema and manifest. Pure.
import { output } from "@pulumi/pulumi";
import { z } from "zod";
import { named } from "../../input/fields";
import { given } from "../../input/given";
import { labelKey, labelValue, podLabel } from "../../input/names";
import { apiVersion, kind } from "../destination";
import type { SinkBindingArgs } from "../eventArgs.gen";
import { extensions } from "../eventAttributes";
import { type Kind, overrides } from "./kind";

const one = "Exactly one of `name` and `matchLabels` must be set.";

const subject = z
  .strictObject({
    apiVersion: apiVersion.meta({ description: "Group and version, e.g. `apps/v1`. Required." }),
    kind: kind.meta({ description: "Kind of an object with a Pod template, e.g. `Deployment`. Required." }),
    name: named(podLabel, `Name of the object in the source's namespace. ${one}`),
    matchLabels: z
      .record(labelKey, labelValue)
      .optional()
      .meta({ description: `Labels of the objects. ${one}` }),
  })
  .meta({
    id: "SinkBindingSubject",
    oneOf: ["name", "matchLabels"],
    description: "The workloads whose Pods receive the sink.",
  });

const schema = z
  .strictObject({
    subject: subject.meta({ description: "The workloads whose Pods receive the sink. Required." }),
    extensions,
  })
  .meta({
    id: "SinkBinding",
    description:
      "Sets `K_SINK` and `K_CE_OVERRIDES` in the Pods of existing objects, so that they send their events to the sink (a Knative SinkBinding).",
  });

export const sinkBinding: Kind<SinkBindingArgs> = {
  schema,
  manifests: ({ subject: { matchLabels, ...object }, extensions: added }, { name, namespace, to }) => [
    {
      apiVersion: "sources.knative.dev/v1",
      kind: "SinkBinding",
      metadata: { name, namespace },
      spec: {
        subject: { ...given(object), namespace, ...given({ selector: matchLabels && { matchLabels } }) },
        ...given({ ceOverrides: overrides(added) }),
        sink: to,
      },
    },
  ],
  wants: ({ subject: { matchLabels: _labels, ...object } }) => [output({ property: "subject", ...object })],
  // A deleted binding removes what it injected; a changed one would not update the old subject.
  fixed: ({ subject: of }) => of,
};
