// What a session of `knative-faas dev` makes and changes in the cluster, from the function as it is there. Pure.
import { developerAnnotation, sessionManager } from "../../function/traffic/devSession";
import type { LiveObject } from "../liveObject";
import { ownedFields, ownerOf } from "./ownedFields";

export interface Share {
  revisionName: string;
  percent: number;
  tag?: string;
}

/** How requests come to the developer: all of them, those with a header, or those to the address of a tag. */
export interface Marks {
  header?: { name: string; value: string };
  tag?: string;
}

export interface SessionOptions {
  /** Identifies the command. */
  session: string;
  /** Shown to others. */
  developer: string;
  image: string;
  marks: Marks;
}

/** On a session's Configuration: the Knative Service whose traffic it has. */
export const sessionLabel = "knative-faas.dev/dev-session-of";

const longestServiceInName = 40;

/** The name of the session's Configuration; another one for each session, so that none is taken for another. */
export function sessionName(service: string, session: string): string {
  return `${service.slice(0, longestServiceInName)}-dev-${session.slice(0, 5)}`;
}

/** How long a session outlives a lost connection: longer than an API server takes to restart. */
const graceSeconds = 15;

/** The shares that are set, each by the name of its revision: the status may still name a session that has just ended. */
export function sharesOf({ spec, status }: LiveObject): Share[] {
  const latest: string = status?.latestReadyRevisionName ?? "";
  const targets: Partial<Share>[] = spec?.traffic ?? [{ percent: 100 }];
  return targets.map(({ revisionName = latest, percent = 0, tag }) => ({
    revisionName,
    percent,
    ...(tag === undefined ? {} : { tag }),
  }));
}

/**
 * The table during a session. The deployed revisions stay in it without a share, so that Knative keeps them and their minimum of
 * Pods: they answer whatever is not for the developer.
 */
export function sessionTraffic(before: Share[], relay: string, { tag }: Marks): Share[] {
  if (tag !== undefined) return [...before, { revisionName: relay, percent: 0, tag }];
  return [{ revisionName: relay, percent: 100 }, ...before.map((share) => ({ ...share, percent: 0 }))];
}

/** What brings back the table, with the field manager that had it. */
export function restoration(service: LiveObject): { manager: string; fields: { metadata?: object; spec?: object } } {
  const owner = ownerOf(service, ["f:spec", "f:traffic"]);
  if (owner === undefined) return { manager: sessionManager, fields: { spec: { traffic: service.spec?.traffic } } };
  return { manager: owner.manager ?? "", fields: ownedFields(owner.fieldsV1, service) as object };
}

/** The Configuration whose only revision is the relay. The Knative Service owns it. */
export function relayConfiguration(service: LiveObject, revision: LiveObject, options: SessionOptions) {
  const { name, namespace, uid } = service.metadata;
  const own = sessionName(name, options.session);
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Configuration",
    metadata: {
      name: own,
      namespace,
      // Knative routes a Service only to revisions with its label, and accepts the label only from what the Service owns.
      labels: { "serving.knative.dev/service": name, [sessionLabel]: name },
      annotations: { [developerAnnotation]: options.developer },
      ownerReferences: [{ apiVersion: service.apiVersion, kind: service.kind, name, uid }],
    },
    spec: { template: relayTemplate(service, revision, own, options) },
  };
}

function relayTemplate(service: LiveObject, revision: LiveObject, own: string, options: SessionOptions) {
  const {
    timeoutSeconds,
    containers = [],
    imagePullSecrets,
    nodeSelector,
    tolerations,
    affinity,
  } = revision.spec ?? {};
  const [container] = containers.filter((one: { ports?: unknown }) => one.ports !== undefined).concat(containers);
  const placement = { imagePullSecrets, nodeSelector, tolerations, affinity };
  return {
    metadata: { labels: ownLabels(revision), annotations: { ...scaling, [developerAnnotation]: options.developer } },
    spec: {
      ...Object.fromEntries(Object.entries(placement).filter(([, value]) => value !== undefined)),
      timeoutSeconds,
      containerConcurrency: 0,
      serviceAccountName: own,
      containers: [
        {
          name: "relay",
          image: options.image,
          env: [{ name: "RELAY", value: JSON.stringify(relaySettings(service, own, options)) }],
          ports: container?.ports,
          resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { memory: "256Mi" } },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            runAsNonRoot: true,
            seccompProfile: { type: "RuntimeDefault" },
          },
        },
      ],
    },
  };
}

/** One Pod, which the developer is connected to. */
const scaling = { "autoscaling.knative.dev/min-scale": "1", "autoscaling.knative.dev/max-scale": "1" };

/** The function's own labels, by which network policies select its Pods. */
function ownLabels({ metadata }: LiveObject): Record<string, string> {
  const own = Object.entries(metadata.labels ?? {}).filter(([name]) => !name.includes("knative.dev/"));
  return Object.fromEntries(own);
}

interface RelaySettings {
  restore: ReturnType<typeof restoration>;
  [setting: string]: unknown;
}

/** What a running session's relay was told. */
export function relaySettingsIn(configuration: Pick<LiveObject, "spec"> | undefined): RelaySettings | undefined {
  const [container] = configuration?.spec?.template?.spec?.containers ?? [];
  const text = container?.env?.find(({ name }: { name: string }) => name === "RELAY")?.value;
  return text && JSON.parse(text);
}

function relaySettings(service: LiveObject, own: string, { marks, session }: SessionOptions): RelaySettings {
  const { name, namespace } = service.metadata;
  return {
    namespace,
    service: name,
    configuration: own,
    restore: restoration(service),
    deployed: sharesOf(service).filter(({ percent }) => percent > 0),
    ...(marks.header === undefined ? {} : { header: marks.header }),
    session,
    graceSeconds,
  };
}

/** The rights with which the relay ends the session: to give back the traffic, and to delete its Configuration. */
export function relayRights(configuration: LiveObject, service: string) {
  const { name, namespace, uid } = configuration.metadata;
  const { apiVersion, kind } = configuration;
  const metadata = { name, namespace, ownerReferences: [{ apiVersion, kind, name, uid }] };
  const rule = (resource: string, named: string, verb: string) => ({
    apiGroups: ["serving.knative.dev"],
    resources: [resource],
    resourceNames: [named],
    verbs: ["get", verb],
  });
  const group = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: `${group}/v1`,
      kind: "Role",
      metadata,
      rules: [rule("services", service, "patch"), rule("configurations", name, "delete")],
    },
    {
      apiVersion: `${group}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: group, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  ];
}
