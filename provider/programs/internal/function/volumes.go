// Volumes and where containers mount them.
package function

import (
	"cmp"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// podVolumes sorts by name, so that reordering volumes creates no revision.
func podVolumes(volumes map[string]spec.Volume) any {
	var all []any
	for _, name := range value.Names(volumes) {
		volume := volumes[name]
		kind := value.Without(value.Of(volume).(value.Object), "mountPath", "subPath", "readOnly")
		if volume.Ephemeral != nil {
			kind["ephemeral"] = claimTemplate(*volume.Ephemeral)
		}
		kind["name"] = name
		all = append(all, kind)
	}
	return value.Filled(all)
}

func claimTemplate(ephemeral spec.EphemeralVolume) value.Object {
	claim := value.Object{
		"accessModes":      ephemeral.AccessModes,
		"resources":        value.Object{"requests": value.Object{"storage": ephemeral.Storage}},
		"storageClassName": ephemeral.StorageClassName,
	}
	return value.Object{"volumeClaimTemplate": value.Object{"spec": claim}}
}

func functionMounts(volumes map[string]spec.Volume) any {
	var all []spec.VolumeMount
	for _, name := range value.Names(volumes) {
		if volume := volumes[name]; volume.MountPath != nil {
			all = append(all, spec.VolumeMount{
				Name: name, MountPath: *volume.MountPath, SubPath: volume.SubPath, ReadOnly: volume.ReadOnly,
			})
		}
	}
	return mountsOf(all, volumes)
}

// mountsOf marks mounts as read only, except for those kinds that Knative allows to be written to.
func mountsOf(mounts []spec.VolumeMount, volumes map[string]spec.Volume) any {
	var all []spec.VolumeMount
	for _, mount := range mounts {
		volume := volumes[mount.Name]
		switch {
		case volume.PersistentVolumeClaim != nil:
			mount.ReadOnly = cmp.Or(mount.ReadOnly, volume.PersistentVolumeClaim.ReadOnly)
		case volume.EmptyDir == nil && volume.Ephemeral == nil:
			mount.ReadOnly = new(true)
		}
		all = append(all, mount)
	}
	return value.Filled(all)
}
