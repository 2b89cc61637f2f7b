// Rules for containers in CEL: variables, probes, security contexts, names.
import { given, type Rule } from "./rule";

export const variables = given(
  ["env", "envValueFrom"],
  "self.envValueFrom.all(name, !(name in self.env))",
  "a variable is set in both env and envValueFrom; keep it in only one of them",
);

const checks = ["httpGet", "tcpSocket", "grpc", "exec"];
const count = (owner: string) => `(${checks.map((check) => `(has(${owner}.${check}) ? 1 : 0)`).join(" + ")})`;
const oneCheck = `expected exactly one of ${checks.join(", ")}; set one of them`;

/** serving v0.50, pkg/apis/serving/k8s_validation.go: Knative defaults the check of the function's own readiness probe. */
export function probes(isSidecar: boolean): Rule[] {
  const otherKinds = ["liveness", "startup"];
  return [
    given(["readiness"], `${count("self.readiness")} ${isSidecar ? "==" : "<="} 1`, `readiness: ${oneCheck}`),
    ...otherKinds.map((kind) => given([kind], `${count(`self.${kind}`)} == 1`, `${kind}: ${oneCheck}`)),
    ...otherKinds.map((kind) =>
      given(
        [kind],
        `!has(self.${kind}.successThreshold) || self.${kind}.successThreshold == 1`,
        `${kind}: expected successThreshold to be 1`,
      ),
    ),
    given(
      ["readiness"],
      "(has(self.readiness.periodSeconds) && self.readiness.periodSeconds > 0) || (!has(self.readiness.timeoutSeconds) && !has(self.readiness.failureThreshold))",
      "readiness: timeoutSeconds and failureThreshold have no effect without periodSeconds; set periodSeconds too",
    ),
    ...(isSidecar ? ["readiness", ...otherKinds].map(portOfSidecar) : []),
  ];
}

function portOfSidecar(kind: string): Rule {
  const ports = checks
    .filter((check) => check !== "exec")
    .map((check) => `(!has(self.${kind}.${check}) || has(self.${kind}.${check}.port))`);
  return given([kind], `(${ports.join(" && ")})`, `${kind}: port is required in a sidecar; set the port to probe`);
}

export const seccomp: Rule[] = [
  {
    rule: "(self.type == 'Localhost') == has(self.localhostProfile)",
    message: "localhostProfile is required with the type Localhost, and only valid with it",
  },
];

const lists = ["sidecars", "initContainers"];

export const containers: Rule[] = [
  ...lists.map((list) =>
    given(
      [list],
      `self.${list}.all(one, self.${list}.exists_one(other, other.name == one.name))`,
      `${list}: two containers have the same name; rename one`,
    ),
  ),
  given(
    lists,
    "!self.sidecars.exists(one, self.initContainers.exists(other, other.name == one.name))",
    "a sidecar and an init container have the same name; rename one",
  ),
  {
    rule: "!has(self.dnsPolicy) || self.dnsPolicy != 'None' || (has(self.dnsConfig) && has(self.dnsConfig.nameservers) && size(self.dnsConfig.nameservers) > 0)",
    message: "dnsConfig.nameservers is required with dnsPolicy None: name at least one server",
  },
];
