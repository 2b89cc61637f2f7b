// The kinds of triggers, a row each: what each property of `triggers` means.
package trigger

import (
	"slices"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// All returns the triggers of a spec in the order of their kinds and keys.
func All(triggers *spec.Triggers, path string, of Receiver) []Given {
	if triggers == nil {
		return nil
	}
	return slices.Concat(
		givenOf(event, triggers.Event, path, of),
		givenOf(cron, triggers.Cron, path, of),
		givenOf(channel, triggers.Channel, path, of),
		givenOf(kafka, triggers.Kafka, path, of),
		givenOf(knativeKafka, triggers.KnativeKafka, path, of),
		givenOf(mqtt, triggers.MQTT, path, of),
		givenOf(redis, triggers.Redis, path, of),
		givenOf(apiServer, triggers.APIServer, path, of),
	)
}

// Given is a trigger of a function.
type Given struct {
	Key  string
	Path string // e.g. `spec.triggers.cron.nightly`
	// Objects returns the objects of the trigger.
	Objects func() []value.Object
	// Mistakes returns those that the CRD can't detect.
	Mistakes func() []strict.Mistake
}

func givenOf[T any](of kind[T], all map[string]T, path string, receiver Receiver) []Given {
	var found []Given
	for _, key := range value.Names(all) {
		at, args := path+"."+of.name+"."+key, all[key]
		found = append(found, Given{
			Key: key, Path: at,
			Objects: func() []value.Object {
				objects := of.make(args, place{Receiver: receiver, name: of.objectName(receiver.Name+"-"+key, args)})
				for index := range objects {
					objects[index] = value.Made(objects[index])
				}
				return objects
			},
			Mistakes: func() []strict.Mistake {
				if of.mistakes == nil {
					return nil
				}
				return of.mistakes(args, at, receiver)
			},
		})
	}
	return found
}

// hashLength is the number of digits of the hash that, after a dash, may end the name of a trigger's object.
const hashLength = 5

func (k kind[T]) objectName(name string, args T) string {
	if k.fixed == nil {
		return name
	}
	fixed := k.fixed(args)
	if fixed == nil {
		return name
	}
	return name + "-" + value.Hash(value.Of(fixed))[:hashLength]
}
