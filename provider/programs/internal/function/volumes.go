// Volumes and where containers see them.
package function

import (
	"knative-faas.dev/programs/internal/function/value"
)

// podVolumes are sorted by name, so that the order in which they are written makes no new revision.
func podVolumes(volumes value.Object) any {
	var all []any
	for _, name := range value.Names(volumes) {
		volume := value.Child(volumes, name)
		kind := value.Without(volume, "mountPath", "subPath", "readOnly")
		if value.Has(kind, "ephemeral") {
			kind["ephemeral"] = claimTemplate(value.Child(kind, "ephemeral"))
		}
		all = append(all, value.Merged(kind, value.Object{"name": name}))
	}
	return value.Filled(all)
}

func claimTemplate(ephemeral value.Object) value.Object {
	claim := value.Given(value.Object{
		"accessModes":      ephemeral["accessModes"],
		"resources":        value.Object{"requests": value.Object{"storage": ephemeral["storage"]}},
		"storageClassName": ephemeral["storageClassName"],
	})
	return value.Object{"volumeClaimTemplate": value.Object{"spec": claim}}
}

func functionMounts(volumes value.Object) any {
	var all []any
	for _, name := range value.Names(volumes) {
		volume := value.Child(volumes, name)
		if value.Has(volume, "mountPath") {
			asked := value.Object{
				"name": name, "mountPath": volume["mountPath"], "subPath": volume["subPath"], "readOnly": volume["readOnly"],
			}
			all = append(all, mount(asked, volumes))
		}
	}
	return value.Filled(all)
}

func mountsOf(mounts []any, volumes value.Object) any {
	var all []any
	for _, asked := range value.Objects(mounts) {
		all = append(all, mount(asked, volumes))
	}
	return value.Filled(all)
}

var writableKinds = []string{"emptyDir", "persistentVolumeClaim", "ephemeral"}

// Knative lets only some kinds be written to, and marks the mounts of all others as read only.
func mount(asked, volumes value.Object) value.Object {
	volume := value.Child(volumes, value.Text(asked, "name"))
	var readOnly any = true
	if isWritable(volume) {
		readOnly = value.Or(asked["readOnly"], value.Child(volume, "persistentVolumeClaim")["readOnly"])
	}
	return value.Given(value.Merged(asked, value.Object{"readOnly": readOnly}))
}

func isWritable(volume value.Object) bool {
	for _, kind := range writableKinds {
		if value.Has(volume, kind) {
			return true
		}
	}
	return false
}
