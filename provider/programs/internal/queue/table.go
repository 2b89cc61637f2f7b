// The kinds of queues: each is a file of its own behind one small interface, and a row here.
package queue

import "knative-faas.dev/programs/internal/strict"

var kinds = map[string]struct {
	read  func(strict.Object) Queue
	login []string
}{
	"redisList":   {readRedisList, redisLogin},
	"redisStream": {readRedisStream, redisLogin},
	"rabbitmq":    {readRabbitmq, plainLogin},
	"kafkaLag":    {readKafkaLag, plainLogin},
	"prometheus":  {readPrometheus, plainLogin},
}

// The order in which mistakes name the kinds.
var names = []string{"redisList", "redisStream", "rabbitmq", "kafkaLag", "prometheus"}

// Read reads the one queue that an entry names, and where the log-in of its server stands.
func Read(entry strict.Object) (Queue, LoginKeys) {
	name, ok := entry.One(names...)
	if !ok {
		return nil, nil
	}
	settings, ok := entry.Child(name)
	if !ok {
		return nil, nil
	}
	kind := kinds[name]
	keys := readLogin(settings, kind.login)
	read := kind.read(settings)
	settings.End()
	return read, keys
}
