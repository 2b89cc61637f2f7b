// Conditions of a Kubernetes object: which one makes it not ready, and its message.
/** The condition that decides unless another one is named. */
export const ready = "Ready";

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

export interface Status {
  conditions?: Condition[];
}

/**
 * Reported even though Ready does not depend on it: a broker is Ready although its dead letters go nowhere, but then none of its
 * triggers is ready (eventing v0.50, pkg/apis/eventing/v1/broker_lifecycle.go).
 */
const independentOfReady = ["DeadLetterSinkResolved"];

/**
 * The condition that explains the failure: Ready either repeats one of the others or has its own message. An Unknown condition counts as a failure: it is read after the wait has ended.
 */
export function failedCondition(status: Status | undefined, condition = ready): Condition | undefined {
  const conditions = status?.conditions ?? [];
  const decisive = conditions.find(({ type }) => type === condition);
  const independent = conditions.find(({ type, status: is }) => independentOfReady.includes(type) && is === "False");
  if (decisive === undefined || decisive.status === "True") return independent;
  if (condition !== ready) return decisive;
  return conditions.find(({ type, status: is }) => type !== ready && is === "False") ?? decisive;
}

export function conditionText({ type, reason, message }: Condition): string {
  return [type, reason, message].filter((part) => part !== undefined && part !== "").join(": ");
}
