// The Pod of one of this package's programs: its settings, login, probes and rights. Manifest. Pure.
import type { Input } from "@pulumi/pulumi";
import { given } from "../../input/given";
import { larger } from "../../input/quantity";
import type { Container, EnvVar, PodSpec } from "../../kubernetes/objectTypes";
import { restricted } from "../../kubernetes/restricted";
import type { Place } from "../kinds/kind";
import { type SecretKeys, secretFiles } from "./secretKey";

interface Sized {
  image?: Input<string>;
  cpu?: Input<string>;
  memory?: Input<string>;
}

interface ProgramSettings {
  /** The container's name. */
  container: string;
  /** The program's configuration. */
  settings: Input<string>;
  /** In addition to the settings and the Pod's name. */
  variables: EnvVar[];
  /** In addition to the port of metrics and probes. */
  ports?: { name: string; containerPort: number }[];
  /** Passed as files, which the program reads again. */
  files: SecretKeys;
  /** Its service account, for a program that queries the API server. */
  account?: Input<string>;
}

export function podOf(sized: Sized, program: ProgramSettings, { pullSecrets }: Pick<Place, "pullSecrets">): PodSpec {
  const mounted = secretFiles(program.files);
  return {
    terminationGracePeriodSeconds: 30,
    ...(program.account === undefined
      ? { automountServiceAccountToken: false }
      : { serviceAccountName: program.account }),
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    ...given({ imagePullSecrets: pullSecrets?.map((secret) => ({ name: secret })) }),
    containers: [{ ...containerOf(sized, program, mounted.variables), ...mounted.mounts }],
    ...mounted.volumes,
  };
}

/** Of health, metrics and what a preview asks. */
export const programPort = 9090;

function containerOf(
  { image, cpu = "10m", memory }: Sized,
  { container, settings, variables, ports = [] }: ProgramSettings,
  files: EnvVar[],
): Container {
  const podName = { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } };
  return {
    name: container,
    ...given({ image }),
    env: [{ name: "SOURCE", value: settings }, podName, ...variables, ...files],
    ports: [{ name: "metrics", containerPort: programPort }, ...ports],
    readinessProbe: { httpGet: { path: "/readyz", port: programPort }, periodSeconds: 1 },
    livenessProbe: { httpGet: { path: "/healthz", port: programPort }, periodSeconds: 10 },
    resources: {
      requests: { cpu, memory: memory ?? "32Mi" },
      limits: { memory: larger("256Mi", memory) },
    },
    securityContext: restricted,
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
}
