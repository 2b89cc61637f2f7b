// How a session of `knative-faas dev` shows in the cluster: while it lasts, the traffic of a function goes to a developer's machine. Pure.
import type { LiveObject } from "../../cluster/cluster";

/** The field manager of the traffic during a session. */
export const sessionManager = "knative-faas-dev";

/** Of the session's revision: who has the session. */
export const developerAnnotation = "knative-faas.dev/dev-session";

/** Who has the traffic of a Knative Service; undefined if nobody has. */
export function developerOf(service: LiveObject, revisions: LiveObject[]): string | undefined {
  const named = new Set((service.spec?.traffic ?? []).map((target: { revisionName?: string }) => target.revisionName));
  const own = revisions.filter(({ metadata }) => named.has(metadata.name));
  return own.flatMap(({ metadata }) => metadata.annotations?.[developerAnnotation] ?? [])[0];
}

export function sessionLine(developer: string): string {
  return `a session of knative-faas dev (${developer}) answers the requests of this function; an update of its traffic ends that session`;
}
