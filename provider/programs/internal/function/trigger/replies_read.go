// The rule that a function does not read its own answers, which CEL can't check within its budget.
package trigger

import (
	"regexp"
	"slices"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// RepliesRead returns the mistakes in answers that the function reads itself: it would be called with its own answers.
func RepliesRead(triggers *spec.Triggers, path string) (found []strict.Mistake) {
	if triggers == nil {
		return nil
	}
	readers := readersOf(triggers)
	check := func(at string, replies *spec.TriggerReplies) {
		if replies == nil {
			return
		}
		for _, one := range readers {
			if one.reads(*replies) {
				found = append(found, strict.Wrong(path+"."+at+".replies.topic",
					"expected a topic that the function does not read, got %s, which triggers.%s reads: the function would be called with its own answers; choose another topic",
					strict.Show(replies.Topic), one.name))
				return
			}
		}
	}
	for _, key := range value.Names(triggers.Event) {
		check("event."+key, triggers.Event[key].Replies)
	}
	for _, key := range value.Names(triggers.Cron) {
		check("cron."+key, triggers.Cron[key].Replies)
	}
	for _, key := range value.Names(triggers.MQTT) {
		check("mqtt."+key, triggers.MQTT[key].Replies)
	}
	for _, key := range value.Names(triggers.Redis) {
		check("redis."+key, triggers.Redis[key].Replies)
	}
	return found
}

// reader is a trigger that reads topics.
type reader struct {
	name            string
	servers, topics []string
	pattern         *string
}

func readersOf(triggers *spec.Triggers) (all []reader) {
	for _, key := range value.Names(triggers.Kafka) {
		one := triggers.Kafka[key]
		all = append(all, reader{"kafka." + key, one.BootstrapServers, one.Topics, one.TopicPattern})
	}
	for _, key := range value.Names(triggers.KnativeKafka) {
		one := triggers.KnativeKafka[key]
		all = append(all, reader{"knativeKafka." + key, one.BootstrapServers, one.Topics, nil})
	}
	return all
}

func (r reader) reads(replies spec.TriggerReplies) bool {
	isShared := slices.ContainsFunc(r.servers, func(one string) bool { return slices.Contains(replies.BootstrapServers, one) })
	if !isShared || slices.Contains(r.topics, replies.Topic) || r.pattern == nil {
		return isShared && slices.Contains(r.topics, replies.Topic)
	}
	pattern, err := regexp.Compile("^(?:" + *r.pattern + ")$")
	return err == nil && pattern.MatchString(replies.Topic)
}
