// Rules for Knative's arguments beyond the schema.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { didYouMean } from "../input/didYouMean";
import { fromProgram } from "../input/files";
import { type Problem, show } from "../input/problems";
import type { Rule } from "../input/validate";
import { repositoryProblems } from "../registry/repositoryProblems";
import { type ConfigMapProperty, configMaps, keyPatterns, knownKeys, layerOfConfigMap } from "./configmaps";
import { pairProblems } from "./configPairs";
import type { Catalog } from "./configSchema";
import { valueProblems } from "./configValues";
import { eventingFlags, eventingKeys, eventingMaps, eventingPatterns, valuesOfEventing } from "./eventingConfig";
import { isIsoDuration } from "./isoDuration";
import { featureFlags, flagSince, valuesOf } from "./knativeFlags";
import type { knativeArgs } from "./knativeSchema";
import { givenLayer, knativeSpec } from "./knativeSpec";
import { manifestFiles } from "./manifests";
import { missingImages } from "./programObjects";
import { newestVersion } from "./releases";

type Known = z.infer<typeof knativeArgs>;

export const knativeRules: Rule<Known>[] = [
  manifestsExist,
  knownFlags,
  flagValues,
  knownConfig,
  configValues,
  eventingFeatures,
  configOfLayer,
  existingInstallsNothing,
  registryOfLogin,
  registryOfExtensions,
  repositoryOfExtensions,
];

function manifestsExist({ existing, manifests, version = newestVersion, ingress, eventing }: Known): Problem[] {
  const directory = manifests?.directory;
  if (directory === undefined || existing === true) return [];
  const { layer, eventing: part } = knativeSpec({ ingress, eventing });
  const missing = manifestFiles(version, layer, part).find((file) => !existsSync(join(directory, file)));
  if (missing === undefined) return [];
  const reason = `expected a directory laid out as cmd/operator/kodata; ${missing} does not exist in it, got ${show(directory)}${fromProgram(directory)}`;
  return [{ propertyPath: "manifests.directory", reason }];
}

/** Knative ignores unknown flags. */
function knownFlags({ version = newestVersion }: Known, names: (map?: string) => string[]): Problem[] {
  return names("features").flatMap((flag): Problem[] => {
    const propertyPath = `features.${flag}`;
    const since = flagSince[flag];
    if (!featureFlags.includes(flag))
      return [{ propertyPath, reason: `is not a feature flag of Knative; ${didYouMean(flag, featureFlags)}` }];
    return since !== undefined && isOlder(version, since)
      ? [
          {
            propertyPath,
            reason: `requires version ${since}, got version ${show(version)}; leave it out or install ${since}`,
          },
        ]
      : [];
  });
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}

/** Knative treats an unknown value as the flag's default. */
function flagValues({ features = {} }: Known): Problem[] {
  return Object.entries(features).flatMap(([flag, value]): Problem[] => {
    if (!featureFlags.includes(flag)) return [];
    const allowed = valuesOf(flag);
    if (allowed.some((one) => one.toLowerCase() === value.toLowerCase())) return [];
    return [
      {
        propertyPath: `features.${flag}`,
        reason: `expected one of ${allowed.map(show).join(", ")}, got ${show(value)}`,
      },
    ];
  });
}

/** Knative ignores unknown keys. */
function knownConfig({ config = {}, eventing }: Known): Problem[] {
  const ofServing = { maps: configMaps, keys: knownKeys, patterns: keyPatterns };
  const ofEventing = { maps: eventingMaps, keys: eventingKeys, patterns: eventingPatterns };
  return [
    ...unknownKeys("config", config, ofServing),
    ...unknownKeys("eventing.config", eventing?.config ?? {}, ofEventing),
  ];
}

function unknownKeys(path: string, config: Record<string, object | undefined>, catalog: Catalog): Problem[] {
  const maps = Object.keys(config).filter((map) => map in catalog.maps);
  return maps.flatMap((map) =>
    Object.keys(config[map] ?? {})
      .filter((key) => !catalog.keys[map]?.includes(key) && catalog.patterns[map]?.pattern.test(key) !== true)
      .map((key) => ({ propertyPath: `${path}.${map}.${key}`, reason: unknownKey(map, key, catalog) })),
  );
}

function unknownKey(map: string, key: string, { maps, keys, patterns }: Catalog): string {
  const form = patterns[map]?.form;
  const known = [...(keys[map] ?? []), ...(form === undefined ? [] : [form])];
  return `is not a key of ${maps[map]}; ${didYouMean(key, known)}`;
}

/** Knative's webhook would reject these values, or one of its programs would not start. */
function configValues(known: Known): Problem[] {
  const wrong = valueProblems(known);
  return wrong.length > 0 ? wrong : pairProblems(known);
}

/** Eventing ignores unknown flags too. */
function eventingFeatures({ eventing }: Known): Problem[] {
  return Object.entries(eventing?.features ?? {}).flatMap(([flag, value]): Problem[] => {
    const propertyPath = `eventing.features.${flag}`;
    if (!eventingFlags.includes(flag))
      return [
        { propertyPath, reason: `is not a feature flag of Knative Eventing; ${didYouMean(flag, eventingFlags)}` },
      ];
    const allowed = valuesOfEventing(flag);
    if (flag === "requestreply-default-timeout" && !isIsoDuration(value))
      return [{ propertyPath, reason: `expected an ISO 8601 duration, e.g. "PT30S", got ${show(value)}` }];
    if (allowed === undefined || allowed.includes(value.toLowerCase())) return [];
    return [{ propertyPath, reason: `expected one of ${allowed.map(show).join(", ")}, got ${show(value)}` }];
  });
}

/** The ConfigMap of another layer is not in the installation. */
function configOfLayer(known: Known): Problem[] {
  const layer = givenLayer(known) ?? "kourier";
  const maps = Object.keys(known.config ?? {}) as ConfigMapProperty[];
  return maps.flatMap((map): Problem[] => {
    const of = layerOfConfigMap[map];
    if (of === undefined || of === layer) return [];
    const reason = `sets ${configMaps[map]}, which exists only with ingress.${of}, got ingress.${layer}; leave it out or change ingress`;
    return [{ propertyPath: `config.${map}`, reason }];
  });
}

const installOnly = [
  "manifests",
  "tls",
  "images",
  "imageRegistry",
  "registryLogin",
  "replicas",
  "workloads",
  "config",
] as const;

function existingInstallsNothing({ existing, ...given }: Known): Problem[] {
  if (existing !== true) return [];
  const own = installOnly.filter((property) => given[property] !== undefined);
  const parts = (["config", "kafka"] as const).filter((part) => given.eventing?.[part] !== undefined);
  const service = given.ingress?.kourier?.service === undefined ? [] : ["ingress.kourier.service"];
  const reason = "changes the installation, but existing: true installs nothing; remove one of them";
  return [...own, ...parts.map((part) => `eventing.${part}`), ...service].map((propertyPath) => ({
    propertyPath,
    reason,
  }));
}

/** The released images are public. */
function registryOfLogin({ existing, imageRegistry, images }: Known, names: (map?: string) => string[]): Problem[] {
  if (existing === true || imageRegistry !== undefined || images !== undefined) return [];
  if (!names().includes("registryLogin")) return [];
  const reason =
    "is only for a mirror, as the released images are public; set imageRegistry or images, or leave it out";
  return [{ propertyPath: "registryLogin", reason }];
}

function repositoryOfExtensions({ extensions }: Known): Problem[] {
  const { registry } = extensions ?? {};
  return registry === undefined ? [] : repositoryProblems(registry, undefined, "extensions.registry");
}

function registryOfExtensions({ extensions }: Known, names: (map?: string) => string[]): Problem[] {
  const built = missingImages(extensions);
  if (built.length === 0 || names("extensions").includes("registry")) return [];
  const reason = `is required to push ${built.join(", ")}; set it, or the configuration knative-faas:registry, e.g. pulumi config set knative-faas:registry ghcr.io/acme`;
  return [{ propertyPath: "extensions.registry", reason }];
}
