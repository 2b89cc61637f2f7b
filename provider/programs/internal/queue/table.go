// The kinds of queues: each is a file that implements a small interface, and a row here.
package queue

import "knative-faas.dev/programs/internal/strict"

// Kinds are the queues that an entry may have: exactly one of them.
type Kinds struct {
	RedisList   *redisList       `json:"redisList"`
	RedisStream *redisStream     `json:"redisStream"`
	Rabbitmq    *rabbitmq        `json:"rabbitmq"`
	KafkaLag    *kafkaLag        `json:"kafkaLag"`
	Prometheus  *prometheusQuery `json:"prometheus"`
}

// settings are those of one kind.
type settings interface {
	Queue
	// check reports mistakes.
	check(path string, wrong *strict.Mistakes)
	keys() LoginKeys
}

// One returns the queue that is set, and the keys of its server's login. path is that of the entry.
func (k Kinds) One(path string, wrong *strict.Mistakes) (Queue, LoginKeys) {
	given := k.given()
	if len(given) != 1 {
		const words = "expected exactly one of redisList, redisStream, rabbitmq, kafkaLag, prometheus, got %d of them"
		wrong.Add(path, words, len(given))
		return nil, nil
	}
	for name, one := range given {
		one.check(path+"."+name, wrong)
		return one, one.keys()
	}
	return nil, nil
}

func (k Kinds) given() map[string]settings {
	all := map[string]settings{}
	if k.RedisList != nil {
		all["redisList"] = k.RedisList
	}
	if k.RedisStream != nil {
		all["redisStream"] = k.RedisStream
	}
	if k.Rabbitmq != nil {
		all["rabbitmq"] = k.Rabbitmq
	}
	if k.KafkaLag != nil {
		all["kafkaLag"] = k.KafkaLag
	}
	if k.Prometheus != nil {
		all["prometheus"] = k.Prometheus
	}
	return all
}
