// Which logs of a container are to be read, according to its status. Pure.

export interface ContainerState {
  running?: object;
  terminated?: { containerID?: string };
}

/** As in the status of a Pod. */
export interface ContainerStatus {
  name: string;
  containerID?: string;
  state?: ContainerState;
  lastState?: ContainerState;
}

export interface LogRead {
  /** The run of the container. The cluster keeps the log of the last one that ended, beside that of the one that runs. */
  id: string;
  isPrevious: boolean;
  isRunning: boolean;
}

/** In the order of the runs. */
export function readsOf(status: ContainerStatus | undefined): LogRead[] {
  const last = status?.lastState?.terminated?.containerID;
  const ended = status?.state?.terminated?.containerID;
  const current = status?.state?.running === undefined ? undefined : status.containerID;
  return [
    ...(last ? [{ id: last, isPrevious: true, isRunning: false }] : []),
    ...(ended ? [{ id: ended, isPrevious: false, isRunning: false }] : []),
    ...(current ? [{ id: current, isPrevious: false, isRunning: true }] : []),
  ];
}

// biome-ignore lint/suspicious/noExplicitAny: a Pod
type Pod = any;

export function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const all: ContainerStatus[] = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.find(({ name }) => name === container);
}

/** The container with the name; without one the program's own, never Knative's sidecar. Undefined if the Pod has none. */
export function containerOf({ spec }: Pod, wanted: string | undefined): string | undefined {
  const names: string[] = spec.containers.map(({ name }: { name: string }) => name);
  const all = [...names, ...(spec.initContainers ?? []).map(({ name }: { name: string }) => name)];
  if (wanted !== undefined) return all.find((name) => name === wanted);
  return names.find((name) => name === "user-container") ?? names.find((name) => name !== "queue-proxy");
}
