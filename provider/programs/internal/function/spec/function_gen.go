// Code generated from provider/src/function/functionSchema.ts by "npm run generate". DO NOT EDIT.

// Package spec contains the types of a Function's spec, as in the CRD: fields that are not set are nil.
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

// A header of a probe's request.
type ProbeHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
