// Kubernetes' own types of the objects that this package creates and of their parts. Types only, and no
// exported declaration of a component mentions them: a program neither loads nor compiles `@pulumi/kubernetes` because of this package.
import type { apps, batch, core, rbac } from "@pulumi/kubernetes/types/input";

export type Capabilities = core.v1.Capabilities;
export type ConfigMap = core.v1.ConfigMap;
export type Container = core.v1.Container;
export type EnvVar = core.v1.EnvVar;
export type EnvVarSource = core.v1.EnvVarSource;
export type Namespace = core.v1.Namespace;
export type PodSpec = core.v1.PodSpec;
export type Probe = core.v1.Probe;
export type ResourceRequirements = core.v1.ResourceRequirements;
export type Secret = core.v1.Secret;
export type SecurityContext = core.v1.SecurityContext;
export type Service = core.v1.Service;
export type ServiceAccount = core.v1.ServiceAccount;
export type Volume = core.v1.Volume;
export type VolumeMount = core.v1.VolumeMount;

export type Deployment = apps.v1.Deployment;
export type StatefulSet = apps.v1.StatefulSet;

export type Job = batch.v1.Job;
export type JobSpec = batch.v1.JobSpec;

export type ClusterRole = rbac.v1.ClusterRole;
export type ClusterRoleBinding = rbac.v1.ClusterRoleBinding;
export type PolicyRule = rbac.v1.PolicyRule;
export type Role = rbac.v1.Role;
export type RoleBinding = rbac.v1.RoleBinding;
