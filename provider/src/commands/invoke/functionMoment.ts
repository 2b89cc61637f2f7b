// Reads what Knative and the Pods of a function tell at this moment, and the limit of its requests.
import { type KubeConfig, listAt, objectAt, RefusedRequest } from "../clusterRequest";
import { sessionLabel } from "../dev/sessionPlan";
import type { StackFunction } from "../stackState";
import { type Moment, momentOf } from "./answering";
import { isReady } from "./podConnection";

export async function functionMoment(config: KubeConfig, one: StackFunction): Promise<Moment> {
  const labelSelector = `serving.knative.dev/service=${one.service}`;
  const serving = `/apis/serving.knative.dev/v1/namespaces/${one.namespace}`;
  const [service, sessions, pods] = await Promise.all([
    objectAt(config, servicePath(one)),
    listAt(config, `${serving}/configurations`, { labelSelector: `${sessionLabel}=${one.service}` }).catch(
      unlessForbidden,
    ),
    listAt(config, `/api/v1/namespaces/${one.namespace}/pods`, { labelSelector }),
  ]);
  return { ...momentOf(service, pods, isReady), isInSession: sessions.length > 0 };
}

/** Who may not list them, may invoke all the same. */
function unlessForbidden(error: unknown): [] {
  if (error instanceof RefusedRequest && error.status === 403) return [];
  throw error;
}

/** Knative's default for functions that set none. */
export const usualSeconds = 300;

/** A little longer, so that Knative's own answer comes first. */
const slackSeconds = 5;

export async function limitOf(config: KubeConfig, one: StackFunction): Promise<number> {
  const service = await objectAt(config, servicePath(one));
  return (service?.spec?.template?.spec?.timeoutSeconds ?? usualSeconds) + slackSeconds;
}

const servicePath = ({ namespace, service }: StackFunction) =>
  `/apis/serving.knative.dev/v1/namespaces/${namespace}/services/${service}`;
