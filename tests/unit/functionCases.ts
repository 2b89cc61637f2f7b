// Features of a Knative Service, one case per theme: the golden files contain the objects, and the cluster has to accept each.
import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";

const sidecarImage = `registry.example.com/proxy@sha256:${"c".repeat(64)}`;

export const functionCases: Record<string, FunctionArgs> = {
  program: {
    command: ["/ko-app/hello"],
    args: ["--verbose"],
    workingDir: "/tmp",
    protocol: "h2c",
    labels: { team: "shop" },
    annotations: { "example.com/owner": "shop" },
    serviceAccount: "shop",
    pullSecrets: ["registry"],
    rolloutSeconds: 30,
    timeouts: { requestSeconds: 60, responseStartSeconds: 10, idleSeconds: 20 },
    network: {
      certificateClass: "cert-manager.certificate.networking.knative.dev",
      httpProtocol: "enabled",
      externalDomainTls: false,
    },
    queueProxy: { requests: { cpu: "10m", memory: "20Mi" }, limits: { ephemeralStorage: "1Gi" } },
  },
  variables: {
    env: { B: "2", A: "http://$(POD):$(B)" },
    envFrom: [{ secretRef: { name: "all" }, prefix: "ALL_" }, { configMapRef: { name: "some", optional: true } }],
    envValueFrom: {
      Z: { secretKeyRef: { name: "keys", key: "z" } },
      Y: { configMapKeyRef: { name: "settings", key: "y", optional: true } },
      POD: { fieldRef: { fieldPath: "metadata.name" } },
      MEMORY: { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } },
    },
  },
  probes: {
    probes: {
      readiness: { httpGet: { path: "/ready", httpHeaders: [{ name: "X-Probe", value: "1" }] }, periodSeconds: 5 },
      liveness: { grpc: {}, initialDelaySeconds: 3, timeoutSeconds: 2, failureThreshold: 4 },
      startup: { exec: { command: ["/bin/true"] }, periodSeconds: 1, failureThreshold: 30 },
    },
  },
  "probe-in-knatives-rhythm": { probes: { readiness: { httpGet: { path: "/", scheme: "HTTP" } } } },
  volumes: {
    volumes: {
      settings: {
        mountPath: "/etc/settings",
        configMap: { name: "settings", items: [{ key: "a", path: "a.yaml", mode: 0o400 }] },
      },
      keys: { mountPath: "/etc/keys", secret: { secretName: "keys", defaultMode: 0o440, optional: true } },
      scratch: { mountPath: "/var/scratch", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
      both: {
        mountPath: "/etc/both",
        projected: {
          sources: [
            { secret: { name: "keys" } },
            { configMap: { name: "settings" } },
            { serviceAccountToken: { path: "token", audience: "vault", expirationSeconds: 600 } },
            { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.name" } }] } },
          ],
        },
      },
    },
  },
  "volumes-behind-flags": {
    volumes: {
      data: { mountPath: "/data", persistentVolumeClaim: { claimName: "data" } },
      archive: {
        mountPath: "/archive",
        subPath: "2026",
        persistentVolumeClaim: { claimName: "archive", readOnly: true },
      },
      logs: { mountPath: "/logs", hostPath: { path: "/var/log", type: "Directory" } },
      own: { mountPath: "/own", ephemeral: { accessModes: ["ReadWriteOnce"], storage: "1Gi" } },
      files: { mountPath: "/files", image: { reference: sidecarImage, pullPolicy: "IfNotPresent" } },
      csi: { mountPath: "/csi", csi: { driver: "secrets.example.com", readOnly: true, volumeAttributes: { a: "b" } } },
    },
  },
  rights: {
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      readOnlyRootFilesystem: true,
      capabilities: { add: ["NET_BIND_SERVICE"] },
    },
    pod: { securityContext: { fsGroup: 1000, supplementalGroups: [2000], seccompProfile: { type: "RuntimeDefault" } } },
  },
  containers: {
    volumes: { shared: { mountPath: "/shared", emptyDir: {} }, settings: { configMap: { name: "settings" } } },
    pod: {
      initContainers: [
        { name: "prepare", image: sidecarImage, args: ["once"], volumeMounts: [{ name: "shared", mountPath: "/out" }] },
      ],
      sidecars: [
        {
          name: "proxy",
          image: sidecarImage,
          env: { PORT: "9000" },
          resources: { requests: { cpu: "5m", memory: "8Mi" }, limits: { memory: "16Mi" } },
          volumeMounts: [{ name: "settings", mountPath: "/etc/settings" }],
          terminationMessagePolicy: "FallbackToLogsOnError",
          probes: { readiness: { tcpSocket: { port: 9000 }, periodSeconds: 5 } },
        },
      ],
      shareProcessNamespace: true,
    },
  },
  placement: {
    pod: {
      labels: { team: "shop" },
      annotations: { "example.com/scrape": "true" },
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations: [
        { key: "dedicated", value: "functions", effect: "NoSchedule" },
        { operator: "Exists", effect: "NoExecute", tolerationSeconds: 30 },
      ],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "zone", operator: "In", values: ["a", "b"] }] }],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 10, preference: { matchExpressions: [{ key: "spot", operator: "DoesNotExist" }] } },
          ],
        },
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: {
                topologyKey: "kubernetes.io/hostname",
                labelSelector: { matchLabels: { team: "shop" } },
              },
            },
          ],
        },
      },
      topologySpreadConstraints: [
        {
          topologyKey: "topology.kubernetes.io/zone",
          maxSkew: 1,
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: { team: "shop" } },
        },
      ],
      runtimeClassName: "gvisor",
      priorityClassName: "system-cluster-critical",
      schedulerName: "default-scheduler",
    },
  },
  network: {
    pod: {
      dnsPolicy: "None",
      dnsConfig: {
        nameservers: ["10.0.0.10"],
        searches: ["svc.cluster.local"],
        options: [{ name: "ndots", value: "2" }, { name: "edns0" }],
      },
      hostAliases: [{ ip: "10.0.0.20", hostnames: ["legacy.example.com"] }],
      enableServiceLinks: true,
    },
  },
  host: { pod: { hostNetwork: true, hostPID: true, hostIPC: true } },
  "scale-kpa": {
    scale: {
      class: "kpa",
      min: 1,
      max: 10,
      initial: 2,
      activation: 3,
      metric: "rps",
      target: 50.5,
      targetUtilizationPercent: 80,
      windowSeconds: 30,
      panicWindowPercent: 20,
      panicThresholdPercent: 150,
      scaleDownDelaySeconds: 60,
      retentionSeconds: 10,
      targetBurstCapacity: -1,
      aggregation: "weighted-exponential",
    },
  },
  "scale-hpa": { scale: { class: "hpa", metric: "memory", target: 200, min: 1, max: 3 } },
  amounts: {
    resources: {
      requests: { cpu: "1", memory: "1Gi", ephemeralStorage: "1Gi", extended: { "nvidia.com/gpu": "1" } },
      limits: { cpu: "2", memory: "2Gi", ephemeralStorage: "2Gi", extended: { "nvidia.com/gpu": "1" } },
    },
  },
};
