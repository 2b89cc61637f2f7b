// What to change if the API server or the kubelet refuses a Pod: the property that sets what is missing. Pure.

/** The properties that configure a container; undefined where there is none. */
export interface ContainerProperties {
  securityContext?: string | undefined;
  resources?: string | undefined;
}

export interface Remedies {
  of: (container: string) => ContainerProperties;
  /** What to lower or raise if the message names no container. */
  amounts: string;
}

/** The message, followed by the remedy if one is known. */
export function withRemedy(words: string, remedies: Remedies): string {
  const found = [security, bounds, ceiling, quota, missing, root].map((find) => find(words, remedies));
  const remedy = found.find((one) => one !== undefined);
  return remedy === undefined ? words : `${words}; ${remedy}`;
}

type Find = (words: string, remedies: Remedies) => string | undefined;

/** Each clause of Pod Security says whose setting is wrong and what it must be (k8s.io/pod-security-admission, policy). */
const security: Find = (words, { of }) => {
  if (!words.includes("violates PodSecurity")) return undefined;
  const clauses = words.matchAll(
    /containers? ((?:"[^"]+"(?:, )?)+) must set securityContext\.([\w.]+)(?:=([^\s)]+))?/g,
  );
  const ways = [...clauses].flatMap(([, list = "", setting, value]) =>
    [...list.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => {
      const { securityContext } = of(name);
      return securityContext && `${securityContext}.${setting}${value === undefined ? "" : `: ${value}`}`;
    }),
  );
  return ways.some((way) => way !== undefined) ? `set ${listed(ways)}` : undefined;
};

/** plugin/pkg/admission/limitranger; it does not name the container. */
const bounds: Find = (words, { amounts }) => {
  const [, bound] = /\b(maximum|minimum) [\w.-]+ usage per (?:Container|Pod) is/.exec(words) ?? [];
  if (bound === undefined) return undefined;
  return `${bound === "maximum" ? "lower" : "raise"} ${amounts}, or have the LimitRange of the namespace changed`;
};

/** Where no limit is given, a LimitRange gives one (validateResourceRequirements of kubernetes' core/validation). */
const ceiling: Find = (words, { amounts }) => {
  const [, name, limit] = /must be less than or equal to ([\w./-]+) limit of ([\w.]+)/.exec(words) ?? [];
  return (
    name &&
    `lower the request, or set a higher limit of ${name} in ${amounts}: where there is none, a LimitRange of the namespace gives ${limit}`
  );
};

const quota: Find = (words, { amounts }) => {
  const [, name] = /exceeded quota: ([\w.-]+)/.exec(words) ?? [];
  return name && `lower ${amounts}, or have the ResourceQuota ${name} raised`;
};

/** `must specify limits.cpu for: a,b; limits.memory for: a` (pkg/quota, evaluator/core/pods.go). */
const missing: Find = (words, { of }) => {
  const [, list] = /must specify (.*)/.exec(words) ?? [];
  if (list === undefined) return undefined;
  const ways = list.split(/;\s*/).flatMap((one) => {
    const [amount = "", names = ""] = one.split(" for: ");
    return names.split(",").map((name) => {
      const { resources } = of(name.trim());
      return resources && `${resources}.${amount.includes(".") ? amount : `requests.${amount}`}`;
    });
  });
  const range = "a LimitRange of the namespace can give every container a default";
  return ways.some((way) => way !== undefined) ? `set ${listed(ways)}; or ${range}` : range;
};

/** kubelet, pkg/kubelet/kuberuntime/security_context.go; it appends the container's name. */
const root: Find = (words, { of }) => {
  if (!/image will run as root|cannot verify user is non-root|breaks non-root policy/.test(words)) return undefined;
  const { securityContext } = of(/container: ([\w.-]+)\)/.exec(words)?.[1] ?? "");
  return (
    securityContext &&
    `build the image with a user other than 0, set ${securityContext}.runAsUser, or set ${securityContext}.runAsNonRoot: false if the namespace allows it`
  );
};

const listed = (ways: (string | undefined)[]): string =>
  [...new Set(ways.filter((way) => way !== undefined))].join(", ");
