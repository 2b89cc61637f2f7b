// Rules for pairs of values in Knative's ConfigMaps, including their defaults.
import { type Problem, show } from "../input/problems";

interface Pair {
  map: string;
  key: string;
  /** The key whose value is the upper bound. */
  bound: string;
  /** Defaults of the key and of the bound. */
  defaults: [string, string];
  /** A value that means no bound. */
  none?: string[];
}

/** serving v0.50: pkg/apis/config/defaults.go, pkg/gc/config.go, pkg/autoscaler/config/config.go. */
const pairs: Pair[] = [
  { map: "defaults", key: "revision-timeout-seconds", bound: "max-revision-timeout-seconds", defaults: ["300", "600"] },
  {
    map: "defaults",
    key: "revision-response-start-timeout-seconds",
    bound: "revision-timeout-seconds",
    defaults: ["0", "300"],
  },
  { map: "defaults", key: "revision-idle-timeout-seconds", bound: "revision-timeout-seconds", defaults: ["0", "300"] },
  { map: "defaults", key: "container-concurrency", bound: "container-concurrency-max-limit", defaults: ["0", "1000"] },
  {
    map: "gc",
    key: "min-non-active-revisions",
    bound: "max-non-active-revisions",
    defaults: ["20", "1000"],
    none: ["disabled", ""],
  },
  { map: "autoscaler", key: "min-scale", bound: "max-scale", defaults: ["0", "0"], none: ["0"] },
  { map: "autoscaler", key: "max-scale", bound: "max-scale-limit", defaults: ["0", "0"], none: ["0"] },
];

type Maps = Record<string, Record<string, unknown> | undefined>;

export function pairProblems({ config = {} }: { config?: Maps }): Problem[] {
  return [
    ...pairs.flatMap((pair) => boundProblems(pair, config[pair.map] ?? {})),
    ...scaleProblems(config.autoscaler ?? {}),
    ...["metrics", "request-metrics", "tracing"].flatMap((what) => endpointProblems(what, config.observability ?? {})),
  ];
}

/** knative.dev/pkg, observability: protocols that send need an endpoint, and those that are scraped must have none. */
function endpointProblems(what: string, values: Record<string, unknown>): Problem[] {
  const [protocol, endpoint] = [`${what}-protocol`, `${what}-endpoint`].map((key) => String(values[key] ?? "").trim());
  const sends = protocol === "grpc" || protocol === "http/protobuf";
  if (sends === (endpoint !== "") || protocol === "prometheus") return [];
  const propertyPath = `config.observability.${what}-endpoint`;
  if (sends) return [{ propertyPath, reason: `is required with ${what}-protocol ${show(protocol)}; set the address` }];
  const reason = `has no effect with ${what}-protocol ${show(protocol || "none")}, got ${show(endpoint)}; leave it out, or set ${what}-protocol to "grpc" or "http/protobuf"`;
  return [{ propertyPath, reason }];
}

/** Reported for the key that is set. */
function boundProblems({ map, key, bound, defaults, none = [] }: Pair, values: Record<string, unknown>): Problem[] {
  const given = [key, bound].find((name) => typeof values[name] === "string");
  const [value, most] = [values[key] ?? defaults[0], values[bound] ?? defaults[1]].map(String) as [string, string];
  if (given === undefined || none.includes(most.toLowerCase()) || !(Number(value) > Number(most))) return [];
  const reason =
    given === key
      ? `expected at most ${bound} (${most}), got ${show(value)}; lower it or raise ${bound}`
      : `expected at least ${key} (${value}), got ${show(most)}; raise it or lower ${key}`;
  return [{ propertyPath: `config.${map}.${given}`, reason }];
}

/** A limit requires a bound for each function, and an initial scale of 0 must be allowed explicitly. */
function scaleProblems(values: Record<string, unknown>): Problem[] {
  const { "max-scale-limit": limit = "0", "max-scale": most = "0", "initial-scale": initial } = values;
  const isAllowed = /^(1|t|true)$/i.test(String(values["allow-zero-initial-scale"] ?? ""));
  return [
    ...(Number(limit) > 0 && Number(most) === 0
      ? [
          {
            propertyPath: "config.autoscaler.max-scale",
            reason: `is required with max-scale-limit (${limit}); set a number from 1 to that`,
          },
        ]
      : []),
    ...(initial === "0" && !isAllowed
      ? [
          {
            propertyPath: "config.autoscaler.initial-scale",
            reason: 'expected at least 1, got "0"; raise it, or set allow-zero-initial-scale to "true"',
          },
        ]
      : []),
  ];
}
