// Code generated from provider/src/function/functionSchema.ts by "npm run generate". DO NOT EDIT.

// Package spec contains the types of a Function's spec, as in the CRD: fields that are not set are nil.
package spec

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
