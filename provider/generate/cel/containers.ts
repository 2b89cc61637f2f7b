// What must hold for containers: variables, probes, rights, names.
import { given, type Rule } from "./rule";

export const variables = given(
  ["env", "envValueFrom"],
  "self.envValueFrom.all(name, !(name in self.env))",
  "expected each variable in one of env and envValueFrom only; keep it in one of them",
);

const checks = ["httpGet", "tcpSocket", "grpc", "exec"];
const count = (owner: string) => `(${checks.map((check) => `(has(${owner}.${check}) ? 1 : 0)`).join(" + ")})`;
const oneCheck = `expected exactly one of ${checks.join(", ")}; give one of them`;

/** serving v0.50, pkg/apis/serving/k8s_validation.go: Knative gives the function's own readiness a check when it has none. */
export function probes(isSidecar: boolean): Rule[] {
  const ends = ["liveness", "startup"];
  return [
    given(["readiness"], `${count("self.readiness")} ${isSidecar ? "==" : "<="} 1`, `readiness: ${oneCheck}`),
    ...ends.map((kind) => given([kind], `${count(`self.${kind}`)} == 1`, `${kind}: ${oneCheck}`)),
    ...ends.map((kind) =>
      given(
        [kind],
        `!has(self.${kind}.successThreshold) || self.${kind}.successThreshold == 1`,
        `${kind}: expected successThreshold to be 1`,
      ),
    ),
    given(
      ["readiness"],
      "(has(self.readiness.periodSeconds) && self.readiness.periodSeconds > 0) || (!has(self.readiness.timeoutSeconds) && !has(self.readiness.failureThreshold))",
      "readiness: timeoutSeconds and failureThreshold have no meaning without periodSeconds; give periodSeconds too",
    ),
    ...(isSidecar ? ["readiness", ...ends].map(portOfSidecar) : []),
  ];
}

function portOfSidecar(kind: string): Rule {
  const ports = checks
    .filter((check) => check !== "exec")
    .map((check) => `(!has(self.${kind}.${check}) || has(self.${kind}.${check}.port))`);
  return given(
    [kind],
    `(${ports.join(" && ")})`,
    `${kind}: port is required in a sidecar: name the port that is asked`,
  );
}

export const seccomp: Rule[] = [
  {
    rule: "(self.type == 'Localhost') == has(self.localhostProfile)",
    message: "localhostProfile is required with the type Localhost, and not given otherwise",
  },
];

const lists = ["sidecars", "initContainers"];

export const containers: Rule[] = [
  ...lists.map((list) =>
    given(
      [list],
      `self.${list}.all(one, self.${list}.exists_one(other, other.name == one.name))`,
      `${list}: two containers have one name; rename one`,
    ),
  ),
  given(
    lists,
    "!self.sidecars.exists(one, self.initContainers.exists(other, other.name == one.name))",
    "a sidecar and an init container have one name; rename one",
  ),
  {
    rule: "!has(self.dnsPolicy) || self.dnsPolicy != 'None' || (has(self.dnsConfig) && has(self.dnsConfig.nameservers) && size(self.dnsConfig.nameservers) > 0)",
    message: "dnsConfig.nameservers is required with dnsPolicy None: name at least one server",
  },
];
