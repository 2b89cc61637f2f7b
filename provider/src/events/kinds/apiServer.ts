// Changes of Kubernetes objects: an ApiServerSource, with the rights to watch them. Schema and manifests. Pure.
import { interpolate } from "@pulumi/pulumi";
import { z } from "zod";
import { named, stringEnum } from "../../input/fields";
import { given } from "../../input/given";
import { dnsSubdomain, labelKey, labelValue } from "../../input/names";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import type { PolicyRule, RoleBinding, ServiceAccount } from "../../kubernetes/objectTypes";
import { apiVersion, kind } from "../destination";
import type { ApiServerResourceArgs, ApiServerTriggerArgs } from "../eventArgs.gen";
import { extensions } from "../eventAttributes";
import { filterDoubts } from "../filterDoubts";
import { filterProblems, filters } from "../filterSchema";
import { type Kind, overrides, type Place } from "./kind";

const matchLabels = z.record(labelKey, labelValue);

const resource = z
  .strictObject({
    apiVersion: apiVersion.meta({ plain: true, description: "Group and version, e.g. `v1` or `apps/v1`. Required." }),
    kind: kind.meta({ plain: true, description: "Kind, e.g. `ConfigMap`. Required." }),
    matchLabels: matchLabels
      .optional()
      .meta({ description: "Labels that the objects must have. Defaults to none: all objects." }),
  })
  .meta({ id: "ApiServerResource", description: "A kind of object to watch." });

const owner = z
  .strictObject({
    apiVersion: apiVersion.meta({ description: "Group and version, e.g. `apps/v1`. Required." }),
    kind: kind.meta({ description: "Kind, e.g. `Deployment`. Required." }),
  })
  .meta({ id: "ApiServerOwner", description: "A kind of object that must own the watched objects." });

const mode = stringEnum("ApiServerMode", "What an event carries.", {
  Reference: "A reference to the object that changed.",
  Resource: "The complete object.",
});

const schema = z
  .strictObject({
    resources: z.array(resource).min(1).meta({ description: "Kinds of objects to watch. Required." }),
    mode: mode.optional().meta({ description: "What an event carries. Defaults to `Reference`." }),
    owner: owner.optional().meta({ description: "Only objects with an owner of this kind. Defaults to all objects." }),
    namespaces: matchLabels.optional().meta({
      plain: true,
      description:
        "Labels of the namespaces to watch; `{}` is every namespace. Defaults to the source's own namespace alone.",
    }),
    filters: filters(
      "Filters that an event must all match before it is sent; requires the feature flag `new-apiserversource-filters` of Eventing. Defaults to all events.",
    ),
    serviceAccount: named(
      dnsSubdomain,
      "Service account that may get, list and watch the objects. Defaults to one created for the source with only these rights.",
    ),
    extensions,
  })
  .meta({
    id: "ApiServerTrigger",
    description:
      "Changes of Kubernetes objects as events of the types `dev.knative.apiserver.{ref,resource}.{add,update,delete}` (a Knative ApiServerSource).",
  });

export const apiServer: Kind<ApiServerTriggerArgs> = {
  schema,
  manifests: (args, place) => {
    const rights = args.serviceAccount === undefined ? makeRights(args, place) : [];
    return [...rights, makeSource(args, place)];
  },
  wants: ({ resources }) =>
    resources.map(({ apiVersion: version, kind: of }, index) => ({
      property: `resources.${index}`,
      apiVersion: version,
      kind: of,
    })),
  problems: ({ filters: all }, at) => filterProblems(all, `${at}.filters`),
  doubts: ({ filters: all }) => filterDoubts(all, "filters"),
  needs: ({ filters: all }, at) =>
    all === undefined || all.length === 0
      ? []
      : [{ propertyPath: `${at}.filters`, flag: "new-apiserversource-filters" }],
};

function makeSource(args: ApiServerTriggerArgs, { name, namespace, to }: Place): Manifest {
  const { resources, mode: eventMode = "Reference", owner: owned, filters: all, namespaces } = args;
  const watched = resources.map(({ matchLabels: labels, ...type }) => ({
    ...type,
    ...given({ selector: labels === undefined ? undefined : { matchLabels: labels } }),
  }));
  const namespaceSelector = namespaces === undefined ? undefined : { matchLabels: namespaces };
  return {
    apiVersion: "sources.knative.dev/v1",
    kind: "ApiServerSource",
    metadata: { name, namespace },
    spec: {
      resources: watched,
      mode: eventMode,
      serviceAccountName: args.serviceAccount ?? name,
      ...given({ owner: owned, namespaceSelector, filters: all, ceOverrides: overrides(args.extensions) }),
      sink: to,
    },
  };
}

const rbac = "rbac.authorization.k8s.io";

/** Only what the source needs: get, list and watch of these kinds, in its own namespace unless it watches others too. */
function makeRights({ resources, namespaces }: ApiServerTriggerArgs, { name, namespace }: Place): Manifest[] {
  const scope = namespaces === undefined ? "" : "Cluster";
  // Two namespaces may have a source of the same name.
  const metadata = namespaces === undefined ? { name, namespace } : { name: interpolate`${namespace}-${name}` };
  const rules = resources.map(
    (watched): PolicyRule => ({
      apiGroups: [groupOf(watched)],
      resources: [pluralOf(watched)],
      verbs: ["get", "list", "watch"],
    }),
  );
  const subjects: RoleBinding["subjects"] = [{ kind: "ServiceAccount", name, namespace }];
  const roleRef: RoleBinding["roleRef"] = { apiGroup: rbac, kind: `${scope}Role`, name: metadata.name };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } } satisfies ServiceAccount,
    { apiVersion: `${rbac}/v1`, kind: `${scope}Role`, metadata, rules },
    { apiVersion: `${rbac}/v1`, kind: `${scope}RoleBinding`, metadata, roleRef, subjects },
  ];
}

function groupOf({ apiVersion: version }: ApiServerResourceArgs): string {
  return version.includes("/") ? (version.split("/")[0] as string) : "";
}

/** Guesses the plural as Knative does (apimachinery, pkg/api/meta/restmapper.go: UnsafeGuessKindToResource). */
function pluralOf({ kind: singular }: ApiServerResourceArgs): string {
  const word = singular.toLowerCase();
  if (word === "endpoints") return word;
  if (word.endsWith("s")) return `${word}es`;
  return word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`;
}
