// Values that override the release's own in Knative's ConfigMaps: this installation's settings, then the user's. Pure.
import { all, type Input, type Output, output } from "@pulumi/pulumi";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { combined } from "../pulumi/value";
import { type ConfigMapProperty, configMaps } from "./configmaps";
import { type EventingMapProperty, eventingMaps } from "./eventingConfig";
import type { KnativeSpec, Texts } from "./knativeSpec";

/** `_example` documents the keys and has a checksum that prevents edits; both are useless in a state. */
export function configMap(map: Manifest, spec: KnativeSpec): Manifest {
  const { "knative.dev/example-checksum": _, ...annotations } = (map.metadata.annotations ?? {}) as Texts;
  const { _example, ...released } = (map.data ?? {}) as Texts;
  const settings = map.metadata.namespace === "knative-eventing" ? ofEventing(map, spec) : ofServing(map, spec);
  const isDomain = map.metadata.name === configMaps.domain;
  const data = isDomain ? domainData(spec) : { ...released, ...settings };
  return { ...map, metadata: { ...map.metadata, annotations }, data };
}

function ofServing({ metadata: { name } }: Manifest, spec: KnativeSpec): Texts {
  return { ...ownSettings(name as string, spec), ...userSettings(name as string, spec) };
}

/** The ConfigMaps of Kafka brokers and channels have the same servers. */
const mapsOfKafka = ["kafka-broker-config", "kafka-channel-config"];

function ofEventing({ metadata: { name } }: Manifest, { eventing }: KnativeSpec): Texts {
  if (eventing === undefined) return {};
  if (name === "config-features") return eventing.features;
  if (eventing.kafka !== undefined && mapsOfKafka.includes(name as string))
    return { "bootstrap.servers": eventing.kafka.bootstrapServers };
  const properties = Object.keys(eventingMaps) as EventingMapProperty[];
  const property = properties.find((candidate) => eventingMaps[candidate] === name);
  return property === undefined ? {} : (eventing.config[property] ?? {});
}

/** Required by a function's `traffic`: tags can also be selected by a header. */
const ownFeatures: Texts = { "tag-header-based-routing": "enabled" };

function ownSettings(map: string, { layer, tls, features }: KnativeSpec): Texts {
  switch (map) {
    case "config-features":
      return { ...ownFeatures, ...features };
    case configMaps.network:
      return { "ingress-class": layer.ingressClass, ...networkTls(tls) };
    case configMaps.certmanager:
      return issuers(tls);
    default:
      return {};
  }
}

function userSettings(map: string, { config }: KnativeSpec): Texts {
  const properties = Object.keys(configMaps) as ConfigMapProperty[];
  const property = properties.find((candidate) => configMaps[candidate] === map);
  return property === undefined ? {} : (config[property] ?? {});
}

type Tls = KnativeSpec["tls"];

/** Values: knative.dev/networking, pkg/config/config.go. */
function networkTls({ externalDomain, clusterLocalDomain, systemInternal, redirectHttp }: Tls): Texts {
  return {
    ...switched("external-domain-tls", externalDomain, "enabled", "disabled"),
    ...switched("cluster-local-domain-tls", clusterLocalDomain, "enabled", "disabled"),
    ...switched("system-internal-tls", systemInternal, "enabled", "disabled"),
    ...switched("http-protocol", redirectHttp, "redirected", "enabled"),
  };
}

function switched(key: string, value: Input<boolean> | undefined, on: string, off: string): Texts {
  return value === undefined ? {} : { [key]: combined([value], (is) => (is ? on : off)) };
}

/** Keys: serving v0.50, pkg/reconciler/certificate/config/cert_manager.go. */
function issuers({ externalDomainIssuer, clusterLocalIssuer, systemInternalIssuer }: Tls): Texts {
  return {
    ...issuer("issuerRef", externalDomainIssuer),
    ...issuer("clusterLocalIssuerRef", clusterLocalIssuer),
    ...issuer("systemInternalIssuerRef", systemInternalIssuer),
  };
}

function issuer(key: string, given: Tls["externalDomainIssuer"]): Texts {
  if (given === undefined) return {};
  const { kind = "ClusterIssuer", name } = given;
  return { [key]: combined([kind, name], (is, of) => `kind: ${is}\nname: ${of}\n`) };
}

/** The domain is a key of its ConfigMap, so an unknown domain makes the entire map unknown, but nothing else. */
function domainData(spec: KnativeSpec): Texts | Output<Texts> {
  const additional = spec.config.domain ?? {};
  return typeof spec.domain === "string"
    ? { [spec.domain]: "", ...additional }
    : all([output(spec.domain), additional]).apply(([domain, others]) => ({ [domain]: "", ...others }));
}
