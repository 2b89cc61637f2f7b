// Names of the keys of a list's consumers. All of them are in the slot of the list, so that a cluster can move entries between
// them.
package redisconn

import "strings"

// ProcessingKey is the list of the entries that a consumer has taken and not yet finished.
func ProcessingKey(list, consumer string) string {
	return beside(list, "processing:"+consumer)
}

// AliveKey is a key that expires unless its consumer renews it.
func AliveKey(list, consumer string) string {
	return beside(list, "alive:"+consumer)
}

// ConsumersKey is the set of the consumers that may have a processing list.
func ConsumersKey(list string) string {
	return beside(list, "consumers")
}

// OneSlot reports whether a cluster stores these keys in the slot of the list: not if the list's key contains braces that are not a
// hash tag.
func OneSlot(list string) bool {
	return tagged(list) || !strings.ContainsAny(list, "{}")
}

// The slot of a key is that of the text in its first braces, unless this is empty; otherwise that of the whole key.
func beside(list, suffix string) string {
	if tagged(list) {
		return list + ":" + suffix
	}
	return "{" + list + "}:" + suffix
}

func tagged(key string) bool {
	_, after, opened := strings.Cut(key, "{")
	return opened && strings.IndexByte(after, '}') > 0
}
