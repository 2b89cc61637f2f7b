// What must hold between volumes and the containers that see them.
package function

import (
	"cmp"
	"path"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

func volumesMounted(r *ruling) {
	mounted := map[string]bool{}
	for _, one := range r.besides() {
		for _, mount := range value.Objects(value.List(one.container, "volumeMounts")) {
			mounted[value.Text(mount, "name")] = true
		}
	}
	volumes := r.child("volumes")
	for _, name := range value.Names(volumes) {
		if !value.Has(value.Child(volumes, name), "mountPath") && !mounted[name] {
			r.wrong("volumes."+name,
				"is seen by no container: give mountPath, or name it in volumeMounts of a sidecar or init container")
		}
	}
}

func mountsOfVolumes(r *ruling) {
	volumes := r.child("volumes")
	for _, one := range r.besides() {
		for index, mount := range value.Objects(value.List(one.container, "volumeMounts")) {
			if name := value.Text(mount, "name"); !value.Has(volumes, name) {
				known := cmp.Or(strings.Join(value.Names(volumes), ", "), "volumes is empty")
				r.wrong(shape.Index(one.path+".volumeMounts", index)+".name",
					"expected the name of a volume (%s), got %q", known, name)
			}
		}
	}
}

func distinctMountPaths(r *ruling) {
	volumes := r.child("volumes")
	seen := map[string]bool{}
	for _, name := range value.Names(volumes) {
		r.mountedOnce(seen, "volumes."+name+".mountPath", value.Child(volumes, name))
	}
	for _, one := range r.besides() {
		seen := map[string]bool{}
		for index, mount := range value.Objects(value.List(one.container, "volumeMounts")) {
			r.mountedOnce(seen, shape.Index(one.path+".volumeMounts", index)+".mountPath", mount)
		}
	}
}

func (r *ruling) mountedOnce(seen map[string]bool, at string, mount value.Object) {
	if !value.Has(mount, "mountPath") {
		return
	}
	clean := path.Clean(value.Text(mount, "mountPath"))
	if seen[clean] {
		r.wrong(at, "another volume is mounted at %q; choose another path", clean)
	}
	seen[clean] = true
}

// Knative marks the mounts of the other kinds as read only, whatever is asked.
func readOnlyVolumes(r *ruling) {
	volumes := r.child("volumes")
	for _, name := range value.Names(volumes) {
		volume := value.Child(volumes, name)
		switch {
		case volume["readOnly"] != false:
		case value.Child(volume, "persistentVolumeClaim")["readOnly"] == true:
			r.wrong("volumes."+name+".readOnly", "the claim is read only, so expected true, got false; leave it out")
		case !isWritable(volume):
			r.wrong("volumes."+name+".readOnly", "can be false for %s only, got false; leave it out", strings.Join(writableKinds, ", "))
		}
	}
}
