// Code generated from provider/src/function/functionSchema.ts by "npm run generate". DO NOT EDIT.

// Package spec contains the types of a Function's spec, as in the CRD: fields that are not set are nil.
package spec

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

// Information about the Pod as a file.
type DownwardFile struct {
	Path             string            `json:"path"`
	FieldRef         *FieldRef         `json:"fieldRef,omitzero"`
	ResourceFieldRef *ResourceFieldRef `json:"resourceFieldRef,omitzero"`
	Mode             *int64            `json:"mode,omitzero"`
}
