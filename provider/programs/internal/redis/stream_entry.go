// An entry of a stream as data of an event.
package redis

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Entries with smaller numbers were given their ids by hand.
const firstTime = 946_684_800_000 // 2000-01-01

// timeOf is the time in an entry's id, which the server sets; zero for an id of the producer's own.
func timeOf(id string) time.Time {
	text, _, _ := strings.Cut(id, "-")
	milliseconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || milliseconds < firstTime || milliseconds > time.Now().AddDate(1, 0, 0).UnixMilli() {
		return time.Time{}
	}
	return time.UnixMilli(milliseconds).UTC()
}

// asJSON makes an object of the fields. A value that is not UTF-8 can't be text in JSON: it goes into NAME_base64, as
// CloudEvents does with data_base64.
func asJSON(fields map[string]any) []byte {
	object := make(map[string]string, len(fields))
	for name, value := range fields {
		text, _ := value.(string)
		if !utf8.ValidString(text) {
			name, text = name+"_base64", base64.StdEncoding.EncodeToString([]byte(text))
		}
		object[name] = text
	}
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(object) // a map of texts can always be encoded
	return bytes.TrimRight(data.Bytes(), "\n")
}

// before compares ids of entries, which are two numbers.
func before(one, other string) bool {
	oneTime, oneNumber := numbers(one)
	otherTime, otherNumber := numbers(other)
	return oneTime < otherTime || oneTime == otherTime && oneNumber < otherNumber
}

func numbers(id string) (uint64, uint64) {
	first, second, _ := strings.Cut(id, "-")
	milliseconds, _ := strconv.ParseUint(first, 10, 64)
	number, _ := strconv.ParseUint(second, 10, 64)
	return milliseconds, number
}
