// Code generated from provider/src/function/functionSchema.ts by "npm run generate". DO NOT EDIT.

// Package spec is what a Function's spec holds, in the definition's terms: what is not given is nil.
package spec

// What the function is.
type Function struct {
	Labels              map[string]string       `json:"labels,omitzero"`
	Annotations         map[string]string       `json:"annotations,omitzero"`
	Image               string                  `json:"image"`
	Port                *int64                  `json:"port,omitzero"`
	Protocol            *string                 `json:"protocol,omitzero"`
	Command             []string                `json:"command,omitzero"`
	Args                []string                `json:"args,omitzero"`
	WorkingDir          *string                 `json:"workingDir,omitzero"`
	Env                 map[string]string       `json:"env,omitzero"`
	EnvFrom             []EnvFrom               `json:"envFrom,omitzero"`
	EnvValueFrom        map[string]EnvValueFrom `json:"envValueFrom,omitzero"`
	Volumes             map[string]Volume       `json:"volumes,omitzero"`
	Probes              *Probes                 `json:"probes,omitzero"`
	Resources           *Resources              `json:"resources,omitzero"`
	QueueProxy          *QueueProxy             `json:"queueProxy,omitzero"`
	ServiceAccount      *string                 `json:"serviceAccount,omitzero"`
	ServiceAccountToken *bool                   `json:"serviceAccountToken,omitzero"`
	PullSecrets         []string                `json:"pullSecrets,omitzero"`
	SecurityContext     *SecurityContext        `json:"securityContext,omitzero"`
	Concurrency         *int64                  `json:"concurrency,omitzero"`
	Timeouts            *Timeouts               `json:"timeouts,omitzero"`
	Scale               *Scale                  `json:"scale,omitzero"`
	Traffic             []Traffic               `json:"traffic,omitzero"`
	RolloutSeconds      *int64                  `json:"rolloutSeconds,omitzero"`
	Network             *Network                `json:"network,omitzero"`
	Domains             map[string]Domain       `json:"domains,omitzero"`
	Pod                 *Pod                    `json:"pod,omitzero"`
	Triggers            *Triggers               `json:"triggers,omitzero"`
	Visibility          *string                 `json:"visibility,omitzero"`
}

// An existing Secret or ConfigMap as environment variables.
type EnvFrom struct {
	SecretRef    *EnvSource `json:"secretRef,omitzero"`
	ConfigMapRef *EnvSource `json:"configMapRef,omitzero"`
	Prefix       *string    `json:"prefix,omitzero"`
}

// Where the value of one environment variable comes from.
type EnvValueFrom struct {
	SecretKeyRef     *SecretKeyRef     `json:"secretKeyRef,omitzero"`
	ConfigMapKeyRef  *ConfigMapKeyRef  `json:"configMapKeyRef,omitzero"`
	FieldRef         *FieldRef         `json:"fieldRef,omitzero"`
	ResourceFieldRef *ResourceFieldRef `json:"resourceFieldRef,omitzero"`
}

// A volume and where the function's container mounts it.
type Volume struct {
	MountPath             *string          `json:"mountPath,omitzero"`
	SubPath               *string          `json:"subPath,omitzero"`
	ReadOnly              *bool            `json:"readOnly,omitzero"`
	Secret                *SecretVolume    `json:"secret,omitzero"`
	ConfigMap             *ConfigMapVolume `json:"configMap,omitzero"`
	Projected             *ProjectedVolume `json:"projected,omitzero"`
	EmptyDir              *EmptyDirVolume  `json:"emptyDir,omitzero"`
	PersistentVolumeClaim *ClaimVolume     `json:"persistentVolumeClaim,omitzero"`
	HostPath              *HostPathVolume  `json:"hostPath,omitzero"`
	CSI                   *CSIVolume       `json:"csi,omitzero"`
	Ephemeral             *EphemeralVolume `json:"ephemeral,omitzero"`
	Image                 *ImageVolume     `json:"image,omitzero"`
}

// The probes of a container.
type Probes struct {
	Readiness *Probe `json:"readiness,omitzero"`
	Liveness  *Probe `json:"liveness,omitzero"`
	Startup   *Probe `json:"startup,omitzero"`
}

// Compute resources of the function's container.
type Resources struct {
	Requests *Amounts `json:"requests,omitzero"`
	Limits   *Amounts `json:"limits,omitzero"`
}

// Compute resources of the queue-proxy, which Knative adds to each Pod.
type QueueProxy struct {
	Requests *QueueProxyAmounts `json:"requests,omitzero"`
	Limits   *QueueProxyAmounts `json:"limits,omitzero"`
}

// Rights of a container's processes.
type SecurityContext struct {
	AllowPrivilegeEscalation *bool           `json:"allowPrivilegeEscalation,omitzero"`
	Capabilities             *Capabilities   `json:"capabilities,omitzero"`
	ReadOnlyRootFilesystem   *bool           `json:"readOnlyRootFilesystem,omitzero"`
	RunAsGroup               *int64          `json:"runAsGroup,omitzero"`
	RunAsNonRoot             *bool           `json:"runAsNonRoot,omitzero"`
	RunAsUser                *int64          `json:"runAsUser,omitzero"`
	SeccompProfile           *SeccompProfile `json:"seccompProfile,omitzero"`
}

// Time limits, in seconds.
type Timeouts struct {
	RequestSeconds       *int64 `json:"requestSeconds,omitzero"`
	ResponseStartSeconds *int64 `json:"responseStartSeconds,omitzero"`
	IdleSeconds          *int64 `json:"idleSeconds,omitzero"`
	ReadySeconds         *int64 `json:"readySeconds,omitzero"`
}

// Bounds and target of the autoscaler.
type Scale struct {
	Class                    *string  `json:"class,omitzero"`
	Min                      *int64   `json:"min,omitzero"`
	Max                      *int64   `json:"max,omitzero"`
	Initial                  *int64   `json:"initial,omitzero"`
	Activation               *int64   `json:"activation,omitzero"`
	Target                   *float64 `json:"target,omitzero"`
	TargetUtilizationPercent *float64 `json:"targetUtilizationPercent,omitzero"`
	Metric                   *string  `json:"metric,omitzero"`
	WindowSeconds            *int64   `json:"windowSeconds,omitzero"`
	PanicWindowPercent       *float64 `json:"panicWindowPercent,omitzero"`
	PanicThresholdPercent    *float64 `json:"panicThresholdPercent,omitzero"`
	ScaleDownDelaySeconds    *int64   `json:"scaleDownDelaySeconds,omitzero"`
	RetentionSeconds         *int64   `json:"retentionSeconds,omitzero"`
	TargetBurstCapacity      *float64 `json:"targetBurstCapacity,omitzero"`
	Aggregation              *string  `json:"aggregation,omitzero"`
	Queue                    *Queue   `json:"queue,omitzero"`
}

// A share of the requests. Exactly one of `latest`, `revision` and `release` is set.
type Traffic struct {
	Latest   *bool   `json:"latest,omitzero"`
	Revision *string `json:"revision,omitzero"`
	Percent  *int64  `json:"percent,omitzero"`
	Tag      *string `json:"tag,omitzero"`
}

// Settings of the ingress for the function.
type Network struct {
	IngressClass      *string `json:"ingressClass,omitzero"`
	CertificateClass  *string `json:"certificateClass,omitzero"`
	HTTPProtocol      *string `json:"httpProtocol,omitzero"`
	ExternalDomainTLS *bool   `json:"externalDomainTls,omitzero"`
}

// An additional name under which a function is served.
type Domain struct {
	TLSSecret *string `json:"tlsSecret,omitzero"`
}

// Additional settings of the Pods that Knative allows, in Kubernetes' own terms.
type Pod struct {
	Labels                    map[string]string          `json:"labels,omitzero"`
	Annotations               map[string]string          `json:"annotations,omitzero"`
	NodeSelector              map[string]string          `json:"nodeSelector,omitzero"`
	Tolerations               []Toleration               `json:"tolerations,omitzero"`
	Affinity                  *Affinity                  `json:"affinity,omitzero"`
	TopologySpreadConstraints []TopologySpreadConstraint `json:"topologySpreadConstraints,omitzero"`
	RuntimeClassName          *string                    `json:"runtimeClassName,omitzero"`
	PriorityClassName         *string                    `json:"priorityClassName,omitzero"`
	SchedulerName             *string                    `json:"schedulerName,omitzero"`
	SecurityContext           *PodSecurityContext        `json:"securityContext,omitzero"`
	InitContainers            []InitContainer            `json:"initContainers,omitzero"`
	Sidecars                  []Sidecar                  `json:"sidecars,omitzero"`
	DNSPolicy                 *string                    `json:"dnsPolicy,omitzero"`
	DNSConfig                 *DNSConfig                 `json:"dnsConfig,omitzero"`
	HostAliases               []HostAlias                `json:"hostAliases,omitzero"`
	ShareProcessNamespace     *bool                      `json:"shareProcessNamespace,omitzero"`
	HostNetwork               *bool                      `json:"hostNetwork,omitzero"`
	HostPID                   *bool                      `json:"hostPID,omitzero"`
	HostIPC                   *bool                      `json:"hostIPC,omitzero"`
	EnableServiceLinks        *bool                      `json:"enableServiceLinks,omitzero"`
}

// What calls the function besides HTTP requests, by kind and by a name of your choice. Each trigger is independent: adding, changing or removing one does not affect the others.
type Triggers struct {
	Event     map[string]EventTrigger     `json:"event,omitzero"`
	Cron      map[string]CronTrigger      `json:"cron,omitzero"`
	Channel   map[string]ChannelTrigger   `json:"channel,omitzero"`
	Kafka     map[string]KafkaTrigger     `json:"kafka,omitzero"`
	MQTT      map[string]MQTTTrigger      `json:"mqtt,omitzero"`
	Redis     map[string]RedisTrigger     `json:"redis,omitzero"`
	APIServer map[string]APIServerTrigger `json:"apiServer,omitzero"`
}

// A Secret or ConfigMap whose keys all become variables.
type EnvSource struct {
	Name     string `json:"name"`
	Optional *bool  `json:"optional,omitzero"`
}

// One key of an existing Secret.
type SecretKeyRef struct {
	Name     string `json:"name"`
	Key      string `json:"key"`
	Optional *bool  `json:"optional,omitzero"`
}

// One key of an existing ConfigMap.
type ConfigMapKeyRef struct {
	Name     string `json:"name"`
	Key      string `json:"key"`
	Optional *bool  `json:"optional,omitzero"`
}

// A field of the Pod itself (downward API).
type FieldRef struct {
	FieldPath string `json:"fieldPath"`
}

// A compute resource of a container (downward API).
type ResourceFieldRef struct {
	ContainerName *string `json:"containerName,omitzero"`
	Resource      string  `json:"resource"`
	Divisor       *string `json:"divisor,omitzero"`
}

// An existing Secret, as files.
type SecretVolume struct {
	SecretName  string       `json:"secretName"`
	Items       []VolumeItem `json:"items,omitzero"`
	DefaultMode *int64       `json:"defaultMode,omitzero"`
	Optional    *bool        `json:"optional,omitzero"`
}

// An existing ConfigMap, as files.
type ConfigMapVolume struct {
	Name        string       `json:"name"`
	Items       []VolumeItem `json:"items,omitzero"`
	DefaultMode *int64       `json:"defaultMode,omitzero"`
	Optional    *bool        `json:"optional,omitzero"`
}

// Several sources in one directory.
type ProjectedVolume struct {
	Sources     []ProjectedSource `json:"sources"`
	DefaultMode *int64            `json:"defaultMode,omitzero"`
}

// A directory that is empty when a Pod starts and is deleted with it.
type EmptyDirVolume struct {
	Medium    *string `json:"medium,omitzero"`
	SizeLimit *string `json:"sizeLimit,omitzero"`
}

// A persistent volume, by its claim.
type ClaimVolume struct {
	ClaimName string `json:"claimName"`
	ReadOnly  *bool  `json:"readOnly,omitzero"`
}

// A path of the node that the Pod runs on.
type HostPathVolume struct {
	Path string  `json:"path"`
	Type *string `json:"type,omitzero"`
}

// A volume that a CSI driver creates for the Pod.
type CSIVolume struct {
	Driver           string            `json:"driver"`
	ReadOnly         *bool             `json:"readOnly,omitzero"`
	FSType           *string           `json:"fsType,omitzero"`
	VolumeAttributes map[string]string `json:"volumeAttributes,omitzero"`
}

// A volume with its own claim, created and deleted with the Pod.
type EphemeralVolume struct {
	AccessModes      []string `json:"accessModes"`
	Storage          string   `json:"storage"`
	StorageClassName *string  `json:"storageClassName,omitzero"`
}

// The files of an image.
type ImageVolume struct {
	Reference  string  `json:"reference"`
	PullPolicy *string `json:"pullPolicy,omitzero"`
}

// One probe of a container.
type Probe struct {
	HTTPGet             *ProbeHTTPGet   `json:"httpGet,omitzero"`
	TCPSocket           *ProbeTCPSocket `json:"tcpSocket,omitzero"`
	GRPC                *ProbeGRPC      `json:"grpc,omitzero"`
	Exec                *ProbeExec      `json:"exec,omitzero"`
	InitialDelaySeconds *int64          `json:"initialDelaySeconds,omitzero"`
	TimeoutSeconds      *int64          `json:"timeoutSeconds,omitzero"`
	PeriodSeconds       *int64          `json:"periodSeconds,omitzero"`
	SuccessThreshold    *int64          `json:"successThreshold,omitzero"`
	FailureThreshold    *int64          `json:"failureThreshold,omitzero"`
}

// An amount of CPU, memory and other resources.
type Amounts struct {
	CPU              *string           `json:"cpu,omitzero"`
	Memory           *string           `json:"memory,omitzero"`
	EphemeralStorage *string           `json:"ephemeralStorage,omitzero"`
	Extended         map[string]string `json:"extended,omitzero"`
}

// An amount of CPU, memory and disk.
type QueueProxyAmounts struct {
	CPU              *string `json:"cpu,omitzero"`
	Memory           *string `json:"memory,omitzero"`
	EphemeralStorage *string `json:"ephemeralStorage,omitzero"`
}

// Linux capabilities of a container.
type Capabilities struct {
	Add  []string `json:"add,omitzero"`
	Drop []string `json:"drop,omitzero"`
}

// Filter of system calls.
type SeccompProfile struct {
	Type             string  `json:"type"`
	LocalhostProfile *string `json:"localhostProfile,omitzero"`
}

// A queue whose length determines the number of Pods.
type Queue struct {
	RedisList   *RedisListQueue   `json:"redisList,omitzero"`
	RedisStream *RedisStreamQueue `json:"redisStream,omitzero"`
	Rabbitmq    *RabbitmqQueue    `json:"rabbitmq,omitzero"`
	KafkaLag    *KafkaLagQueue    `json:"kafkaLag,omitzero"`
	Prometheus  *PrometheusQueue  `json:"prometheus,omitzero"`
}

// A taint of nodes that the function's Pods tolerate.
type Toleration struct {
	Key               *string `json:"key,omitzero"`
	Operator          *string `json:"operator,omitzero"`
	Value             *string `json:"value,omitzero"`
	Effect            *string `json:"effect,omitzero"`
	TolerationSeconds *int64  `json:"tolerationSeconds,omitzero"`
}

// Where Pods are scheduled, by nodes and by other Pods.
type Affinity struct {
	NodeAffinity    *NodeAffinity `json:"nodeAffinity,omitzero"`
	PodAffinity     *PodAffinity  `json:"podAffinity,omitzero"`
	PodAntiAffinity *PodAffinity  `json:"podAntiAffinity,omitzero"`
}

// How evenly Pods are spread over topology domains.
type TopologySpreadConstraint struct {
	TopologyKey        string         `json:"topologyKey"`
	MaxSkew            int64          `json:"maxSkew"`
	WhenUnsatisfiable  string         `json:"whenUnsatisfiable"`
	LabelSelector      *LabelSelector `json:"labelSelector,omitzero"`
	MinDomains         *int64         `json:"minDomains,omitzero"`
	NodeAffinityPolicy *string        `json:"nodeAffinityPolicy,omitzero"`
	NodeTaintsPolicy   *string        `json:"nodeTaintsPolicy,omitzero"`
	MatchLabelKeys     []string       `json:"matchLabelKeys,omitzero"`
}

// Security settings of the processes of all containers of a Pod.
type PodSecurityContext struct {
	FSGroup            *int64          `json:"fsGroup,omitzero"`
	RunAsGroup         *int64          `json:"runAsGroup,omitzero"`
	RunAsNonRoot       *bool           `json:"runAsNonRoot,omitzero"`
	RunAsUser          *int64          `json:"runAsUser,omitzero"`
	SeccompProfile     *SeccompProfile `json:"seccompProfile,omitzero"`
	SupplementalGroups []int64         `json:"supplementalGroups,omitzero"`
}

// A container that runs to completion before the others start.
type InitContainer struct {
	Name                     string                  `json:"name"`
	Image                    string                  `json:"image"`
	Command                  []string                `json:"command,omitzero"`
	Args                     []string                `json:"args,omitzero"`
	WorkingDir               *string                 `json:"workingDir,omitzero"`
	Env                      map[string]string       `json:"env,omitzero"`
	EnvFrom                  []EnvFrom               `json:"envFrom,omitzero"`
	EnvValueFrom             map[string]EnvValueFrom `json:"envValueFrom,omitzero"`
	Resources                *ContainerResources     `json:"resources,omitzero"`
	SecurityContext          *SecurityContext        `json:"securityContext,omitzero"`
	VolumeMounts             []VolumeMount           `json:"volumeMounts,omitzero"`
	TerminationMessagePolicy *string                 `json:"terminationMessagePolicy,omitzero"`
}

// A container that runs alongside the function's in each Pod. It has no port.
type Sidecar struct {
	Name                     string                  `json:"name"`
	Image                    string                  `json:"image"`
	Command                  []string                `json:"command,omitzero"`
	Args                     []string                `json:"args,omitzero"`
	WorkingDir               *string                 `json:"workingDir,omitzero"`
	Env                      map[string]string       `json:"env,omitzero"`
	EnvFrom                  []EnvFrom               `json:"envFrom,omitzero"`
	EnvValueFrom             map[string]EnvValueFrom `json:"envValueFrom,omitzero"`
	Resources                *ContainerResources     `json:"resources,omitzero"`
	SecurityContext          *SecurityContext        `json:"securityContext,omitzero"`
	VolumeMounts             []VolumeMount           `json:"volumeMounts,omitzero"`
	TerminationMessagePolicy *string                 `json:"terminationMessagePolicy,omitzero"`
	Probes                   *Probes                 `json:"probes,omitzero"`
}

// Settings of the Pods' resolver.
type DNSConfig struct {
	Nameservers []string    `json:"nameservers,omitzero"`
	Searches    []string    `json:"searches,omitzero"`
	Options     []DNSOption `json:"options,omitzero"`
}

// A line of the Pods' /etc/hosts.
type HostAlias struct {
	IP        string   `json:"ip"`
	Hostnames []string `json:"hostnames"`
}

// Events of a broker that match filters (a Knative Trigger).
type EventTrigger struct {
	Broker          string        `json:"broker"`
	BrokerNamespace *string       `json:"brokerNamespace,omitzero"`
	Filters         []EventFilter `json:"filters,omitzero"`
	Path            *string       `json:"path,omitzero"`
	Delivery        *Delivery     `json:"delivery,omitzero"`
}

// A timer (a Knative PingSource): an event of type `dev.knative.sources.ping` at each time of a schedule.
type CronTrigger struct {
	Schedule    string            `json:"schedule"`
	TimeZone    *string           `json:"timeZone,omitzero"`
	Data        *string           `json:"data,omitzero"`
	DataBase64  *string           `json:"dataBase64,omitzero"`
	ContentType *string           `json:"contentType,omitzero"`
	Extensions  map[string]string `json:"extensions,omitzero"`
}

// Every event of a channel (a Knative Subscription).
type ChannelTrigger struct {
	Channel          string       `json:"channel"`
	Kind             *string      `json:"kind,omitzero"`
	ChannelNamespace *string      `json:"channelNamespace,omitzero"`
	Path             *string      `json:"path,omitzero"`
	Reply            *Destination `json:"reply,omitzero"`
	Delivery         *Delivery    `json:"delivery,omitzero"`
}

// Messages of Apache Kafka as events of type `dev.knative.kafka.event` (a KafkaSource); requires `eventing.kafka` of Knative.
type KafkaTrigger struct {
	BootstrapServers []string          `json:"bootstrapServers"`
	Topics           []string          `json:"topics"`
	ConsumerGroup    *string           `json:"consumerGroup,omitzero"`
	Consumers        *int64            `json:"consumers,omitzero"`
	InitialOffset    *string           `json:"initialOffset,omitzero"`
	Ordering         *string           `json:"ordering,omitzero"`
	SASL             *KafkaSASL        `json:"sasl,omitzero"`
	TLS              *KafkaTLS         `json:"tls,omitzero"`
	Delivery         *Delivery         `json:"delivery,omitzero"`
	Extensions       map[string]string `json:"extensions,omitzero"`
}

// Messages of an MQTT broker as events of type `dev.knative-faas.mqtt.message`; a message stays with the broker until the sink has responded with 2xx, even if the source is killed (at least once, with `qos` 1 and 2). A message that is a CloudEvent by its user properties (MQTT 5) or its content type is forwarded unchanged.
type MQTTTrigger struct {
	Address        string            `json:"address"`
	Protocol       *string           `json:"protocol,omitzero"`
	Topics         []string          `json:"topics"`
	QOS            *int64            `json:"qos,omitzero"`
	Group          *string           `json:"group,omitzero"`
	ClientID       *string           `json:"clientId,omitzero"`
	SessionSeconds *int64            `json:"sessionSeconds,omitzero"`
	Ordered        *bool             `json:"ordered,omitzero"`
	User           *SecretKey        `json:"user,omitzero"`
	Password       *SecretKey        `json:"password,omitzero"`
	TLS            *ServerTLS        `json:"tls,omitzero"`
	Event          *AdapterEvent     `json:"event,omitzero"`
	Replicas       *int64            `json:"replicas,omitzero"`
	Parallelism    *int64            `json:"parallelism,omitzero"`
	Delivery       *AdapterDelivery  `json:"delivery,omitzero"`
	Extensions     map[string]string `json:"extensions,omitzero"`
	Image          *string           `json:"image,omitzero"`
	CPU            *string           `json:"cpu,omitzero"`
	Memory         *string           `json:"memory,omitzero"`
}

// Entries of Redis (6.2 or newer, also with Sentinel or Cluster) as events of the types `dev.knative-faas.redis.{stream|list|channel}`. Entries of streams and lists stay in Redis until the sink has responded with 2xx, even if the source is killed.
type RedisTrigger struct {
	Addresses   []string          `json:"addresses"`
	Database    *int64            `json:"database,omitzero"`
	Sentinel    *RedisSentinel    `json:"sentinel,omitzero"`
	Cluster     *bool             `json:"cluster,omitzero"`
	User        *SecretKey        `json:"user,omitzero"`
	Password    *SecretKey        `json:"password,omitzero"`
	TLS         *ServerTLS        `json:"tls,omitzero"`
	Stream      *RedisStream      `json:"stream,omitzero"`
	List        *RedisList        `json:"list,omitzero"`
	Channel     *RedisChannel     `json:"channel,omitzero"`
	OrderBy     *string           `json:"orderBy,omitzero"`
	Batch       *int64            `json:"batch,omitzero"`
	Event       *AdapterEvent     `json:"event,omitzero"`
	Scale       *QueueScale       `json:"scale,omitzero"`
	Replicas    *int64            `json:"replicas,omitzero"`
	Parallelism *int64            `json:"parallelism,omitzero"`
	Delivery    *AdapterDelivery  `json:"delivery,omitzero"`
	Extensions  map[string]string `json:"extensions,omitzero"`
	Image       *string           `json:"image,omitzero"`
	CPU         *string           `json:"cpu,omitzero"`
	Memory      *string           `json:"memory,omitzero"`
}

// Changes of Kubernetes objects as events of the types `dev.knative.apiserver.{ref,resource}.{add,update,delete}` (a Knative ApiServerSource).
type APIServerTrigger struct {
	Resources      []APIServerResource `json:"resources"`
	Mode           *string             `json:"mode,omitzero"`
	Owner          *APIServerOwner     `json:"owner,omitzero"`
	Namespaces     map[string]string   `json:"namespaces,omitzero"`
	Filters        []EventFilter       `json:"filters,omitzero"`
	ServiceAccount *string             `json:"serviceAccount,omitzero"`
	Extensions     map[string]string   `json:"extensions,omitzero"`
}

// One key as a file.
type VolumeItem struct {
	Key  string `json:"key"`
	Path string `json:"path"`
	Mode *int64 `json:"mode,omitzero"`
}

// One part of a projected volume.
type ProjectedSource struct {
	Secret              *Projection         `json:"secret,omitzero"`
	ConfigMap           *Projection         `json:"configMap,omitzero"`
	ServiceAccountToken *TokenProjection    `json:"serviceAccountToken,omitzero"`
	DownwardAPI         *DownwardProjection `json:"downwardAPI,omitzero"`
}

// Succeeds if the status of the response is from 200 to 399.
type ProbeHTTPGet struct {
	Path        *string       `json:"path,omitzero"`
	Port        *int64        `json:"port,omitzero"`
	Host        *string       `json:"host,omitzero"`
	Scheme      *string       `json:"scheme,omitzero"`
	HTTPHeaders []ProbeHeader `json:"httpHeaders,omitzero"`
}

// Succeeds if the port accepts a connection.
type ProbeTCPSocket struct {
	Port *int64  `json:"port,omitzero"`
	Host *string `json:"host,omitzero"`
}

// Succeeds if the gRPC health service reports SERVING.
type ProbeGRPC struct {
	Port    *int64  `json:"port,omitzero"`
	Service *string `json:"service,omitzero"`
}

// Succeeds if a command in the container exits with 0.
type ProbeExec struct {
	Command []string `json:"command"`
}

// The length of Redis lists.
type RedisListQueue struct {
	Addresses            []string       `json:"addresses"`
	Database             *int64         `json:"database,omitzero"`
	Sentinel             *RedisSentinel `json:"sentinel,omitzero"`
	Cluster              *bool          `json:"cluster,omitzero"`
	User                 *SecretKey     `json:"user,omitzero"`
	Password             *SecretKey     `json:"password,omitzero"`
	TLS                  *ServerTLS     `json:"tls,omitzero"`
	Keys                 []string       `json:"keys"`
	Target               int64          `json:"target"`
	Activation           *int64         `json:"activation,omitzero"`
	CooldownSeconds      *int64         `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64         `json:"stabilizationSeconds,omitzero"`
}

// Entries of a Redis stream that a consumer group has not read or not acknowledged yet.
type RedisStreamQueue struct {
	Addresses            []string       `json:"addresses"`
	Database             *int64         `json:"database,omitzero"`
	Sentinel             *RedisSentinel `json:"sentinel,omitzero"`
	Cluster              *bool          `json:"cluster,omitzero"`
	User                 *SecretKey     `json:"user,omitzero"`
	Password             *SecretKey     `json:"password,omitzero"`
	TLS                  *ServerTLS     `json:"tls,omitzero"`
	Key                  string         `json:"key"`
	Group                string         `json:"group"`
	Target               int64          `json:"target"`
	Activation           *int64         `json:"activation,omitzero"`
	CooldownSeconds      *int64         `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64         `json:"stabilizationSeconds,omitzero"`
}

// The ready messages of a RabbitMQ queue, without those that a consumer has not acknowledged.
type RabbitmqQueue struct {
	Address              string     `json:"address"`
	Queue                string     `json:"queue"`
	User                 *SecretKey `json:"user,omitzero"`
	Password             *SecretKey `json:"password,omitzero"`
	TLS                  *ServerTLS `json:"tls,omitzero"`
	Target               int64      `json:"target"`
	Activation           *int64     `json:"activation,omitzero"`
	CooldownSeconds      *int64     `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64     `json:"stabilizationSeconds,omitzero"`
}

// The lag of a Kafka consumer group.
type KafkaLagQueue struct {
	BootstrapServers     []string        `json:"bootstrapServers"`
	Group                string          `json:"group"`
	Topics               []string        `json:"topics"`
	InitialOffset        *string         `json:"initialOffset,omitzero"`
	SASL                 *KafkaQueueSASL `json:"sasl,omitzero"`
	TLS                  *ServerTLS      `json:"tls,omitzero"`
	Target               int64           `json:"target"`
	Activation           *int64          `json:"activation,omitzero"`
	CooldownSeconds      *int64          `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64          `json:"stabilizationSeconds,omitzero"`
}

// The result of a query to Prometheus.
type PrometheusQueue struct {
	Address              string     `json:"address"`
	Query                string     `json:"query"`
	User                 *SecretKey `json:"user,omitzero"`
	Password             *SecretKey `json:"password,omitzero"`
	TLS                  *ServerTLS `json:"tls,omitzero"`
	Target               int64      `json:"target"`
	Activation           *int64     `json:"activation,omitzero"`
	CooldownSeconds      *int64     `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64     `json:"stabilizationSeconds,omitzero"`
}

// Which nodes the Pods are scheduled on.
type NodeAffinity struct {
	RequiredDuringSchedulingIgnoredDuringExecution  *NodeSelector   `json:"requiredDuringSchedulingIgnoredDuringExecution,omitzero"`
	PreferredDuringSchedulingIgnoredDuringExecution []PreferredNode `json:"preferredDuringSchedulingIgnoredDuringExecution,omitzero"`
}

// Pods that attract or repel the function's.
type PodAffinity struct {
	RequiredDuringSchedulingIgnoredDuringExecution  []PodTerm       `json:"requiredDuringSchedulingIgnoredDuringExecution,omitzero"`
	PreferredDuringSchedulingIgnoredDuringExecution []PreferredPods `json:"preferredDuringSchedulingIgnoredDuringExecution,omitzero"`
}

// Selects objects by their labels; an empty selector selects all.
type LabelSelector struct {
	MatchLabels      map[string]string  `json:"matchLabels,omitzero"`
	MatchExpressions []LabelRequirement `json:"matchExpressions,omitzero"`
}

// Compute resources of a sidecar or init container.
type ContainerResources struct {
	Requests *Amounts `json:"requests,omitzero"`
	Limits   *Amounts `json:"limits,omitzero"`
}

// A volume of the function in another container.
type VolumeMount struct {
	Name      string  `json:"name"`
	MountPath string  `json:"mountPath"`
	SubPath   *string `json:"subPath,omitzero"`
	ReadOnly  *bool   `json:"readOnly,omitzero"`
}

// An option of the resolver.
type DNSOption struct {
	Name  string  `json:"name"`
	Value *string `json:"value,omitzero"`
}

// A condition on the attributes of an event, in one of the dialects of the CloudEvents Subscriptions API.
type EventFilter struct {
	Exact  map[string]string `json:"exact,omitzero"`
	Prefix map[string]string `json:"prefix,omitzero"`
	Suffix map[string]string `json:"suffix,omitzero"`
	All    []EventFilter     `json:"all,omitzero"`
	Any    []EventFilter     `json:"any,omitzero"`
	Not    *EventFilter      `json:"not,omitzero"`
	CESQL  *string           `json:"cesql,omitzero"`
}

// How events are delivered, and what happens to those that can't be delivered.
type Delivery struct {
	Retry                *int64       `json:"retry,omitzero"`
	Backoff              *string      `json:"backoff,omitzero"`
	BackoffSeconds       *float64     `json:"backoffSeconds,omitzero"`
	TimeoutSeconds       *int64       `json:"timeoutSeconds,omitzero"`
	RetryAfterMaxSeconds *int64       `json:"retryAfterMaxSeconds,omitzero"`
	Format               *string      `json:"format,omitzero"`
	DeadLetter           *Destination `json:"deadLetter,omitzero"`
}

// Where events go.
type Destination struct {
	Function  *string         `json:"function,omitzero"`
	Broker    *string         `json:"broker,omitzero"`
	Channel   *string         `json:"channel,omitzero"`
	Service   *string         `json:"service,omitzero"`
	URL       *string         `json:"url,omitzero"`
	Ref       *DestinationRef `json:"ref,omitzero"`
	Namespace *string         `json:"namespace,omitzero"`
	Path      *string         `json:"path,omitzero"`
}

// SASL authentication to Kafka.
type KafkaSASL struct {
	Type     *SecretKey `json:"type,omitzero"`
	User     SecretKey  `json:"user"`
	Password SecretKey  `json:"password"`
}

// TLS to Kafka.
type KafkaTLS struct {
	CACert *SecretKey `json:"caCert,omitzero"`
	Cert   *SecretKey `json:"cert,omitzero"`
	Key    *SecretKey `json:"key,omitzero"`
}

// A key of an existing Secret.
type SecretKey struct {
	Name string `json:"name"`
	Key  string `json:"key"`
}

// TLS to a server: trusted authorities and client certificate.
type ServerTLS struct {
	CACert     *SecretKey `json:"caCert,omitzero"`
	Cert       *SecretKey `json:"cert,omitzero"`
	Key        *SecretKey `json:"key,omitzero"`
	ServerName *string    `json:"serverName,omitzero"`
}

// Attributes of the events, as templates with placeholders.
type AdapterEvent struct {
	Type        *string `json:"type,omitzero"`
	Source      *string `json:"source,omitzero"`
	Subject     *string `json:"subject,omitzero"`
	ID          *string `json:"id,omitzero"`
	ContentType *string `json:"contentType,omitzero"`
}

// How a source delivers events, and what happens to those that can't be delivered.
type AdapterDelivery struct {
	Retry          *int64             `json:"retry,omitzero"`
	Backoff        *string            `json:"backoff,omitzero"`
	BackoffSeconds *float64           `json:"backoffSeconds,omitzero"`
	TimeoutSeconds *int64             `json:"timeoutSeconds,omitzero"`
	Format         *string            `json:"format,omitzero"`
	DeadLetter     *AdapterDeadLetter `json:"deadLetter,omitzero"`
}

// Sentinels that know which server is the master.
type RedisSentinel struct {
	Master   string     `json:"master"`
	User     *SecretKey `json:"user,omitzero"`
	Password *SecretKey `json:"password,omitzero"`
}

// Entries of streams, read by a consumer group: at least once.
type RedisStream struct {
	Keys         []string `json:"keys"`
	Group        *string  `json:"group,omitzero"`
	From         *string  `json:"from,omitzero"`
	ClaimSeconds *int64   `json:"claimSeconds,omitzero"`
	DataField    *string  `json:"dataField,omitzero"`
}

// Entries of a list, moved to a processing list until they are delivered: at least once.
type RedisList struct {
	Key  string  `json:"key"`
	Take *string `json:"take,omitzero"`
}

// Messages of channels (pub/sub): at most once, because Redis does not store messages for absent subscribers.
type RedisChannel struct {
	Names    []string `json:"names,omitzero"`
	Patterns []string `json:"patterns,omitzero"`
}

// How many Pods a queue requests.
type QueueScale struct {
	Target               int64  `json:"target"`
	Activation           *int64 `json:"activation,omitzero"`
	CooldownSeconds      *int64 `json:"cooldownSeconds,omitzero"`
	StabilizationSeconds *int64 `json:"stabilizationSeconds,omitzero"`
}

// A kind of object to watch.
type APIServerResource struct {
	APIVersion  string            `json:"apiVersion"`
	Kind        string            `json:"kind"`
	MatchLabels map[string]string `json:"matchLabels,omitzero"`
}

// A kind of object that must own the watched objects.
type APIServerOwner struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

// A Secret or ConfigMap as a part of a projected volume.
type Projection struct {
	Name     string       `json:"name"`
	Items    []VolumeItem `json:"items,omitzero"`
	Optional *bool        `json:"optional,omitzero"`
}

// A token of the function's service account, as a file.
type TokenProjection struct {
	Path              string  `json:"path"`
	Audience          *string `json:"audience,omitzero"`
	ExpirationSeconds *int64  `json:"expirationSeconds,omitzero"`
}

// Information about the Pod as files.
type DownwardProjection struct {
	Items []DownwardFile `json:"items"`
}

// A header of a probe's request.
type ProbeHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Login to Kafka with SASL.
type KafkaQueueSASL struct {
	Mechanism *string   `json:"mechanism,omitzero"`
	User      SecretKey `json:"user"`
	Password  SecretKey `json:"password"`
}

// Alternative conditions on a node.
type NodeSelector struct {
	NodeSelectorTerms []NodeTerm `json:"nodeSelectorTerms"`
}

// A preference and its weight.
type PreferredNode struct {
	Weight     int64    `json:"weight"`
	Preference NodeTerm `json:"preference"`
}

// Pods in one topology domain.
type PodTerm struct {
	TopologyKey       string         `json:"topologyKey"`
	LabelSelector     *LabelSelector `json:"labelSelector,omitzero"`
	Namespaces        []string       `json:"namespaces,omitzero"`
	NamespaceSelector *LabelSelector `json:"namespaceSelector,omitzero"`
	MatchLabelKeys    []string       `json:"matchLabelKeys,omitzero"`
	MismatchLabelKeys []string       `json:"mismatchLabelKeys,omitzero"`
}

// A preference and its weight.
type PreferredPods struct {
	Weight          int64   `json:"weight"`
	PodAffinityTerm PodTerm `json:"podAffinityTerm"`
}

// A condition on a label.
type LabelRequirement struct {
	Key      string   `json:"key"`
	Operator string   `json:"operator"`
	Values   []string `json:"values,omitzero"`
}

// An object that has an address (`status.address.url`).
type DestinationRef struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
}

// Where undeliverable events go.
type AdapterDeadLetter struct {
	Function  *string `json:"function,omitzero"`
	Channel   *string `json:"channel,omitzero"`
	Service   *string `json:"service,omitzero"`
	URL       *string `json:"url,omitzero"`
	Namespace *string `json:"namespace,omitzero"`
	Path      *string `json:"path,omitzero"`
}

// Information about the Pod as a file.
type DownwardFile struct {
	Path             string            `json:"path"`
	FieldRef         *FieldRef         `json:"fieldRef,omitzero"`
	ResourceFieldRef *ResourceFieldRef `json:"resourceFieldRef,omitzero"`
	Mode             *int64            `json:"mode,omitzero"`
}

// Conditions that must all hold.
type NodeTerm struct {
	MatchExpressions []NodeRequirement `json:"matchExpressions,omitzero"`
	MatchFields      []NodeRequirement `json:"matchFields,omitzero"`
}

// A condition on a node.
type NodeRequirement struct {
	Key      string   `json:"key"`
	Operator string   `json:"operator"`
	Values   []string `json:"values,omitzero"`
}
