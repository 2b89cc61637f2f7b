// Converts an entry of a stream to the data of an event.
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

// firstTime is the lowest timestamp in milliseconds: IDs with smaller numbers were chosen by the producer.
const firstTime = 946_684_800_000 // 2000-01-01

// timeOf returns the time in an entry's ID, which the server sets; zero for an ID that the producer chose.
func timeOf(id string) time.Time {
	text, _, _ := strings.Cut(id, "-")
	milliseconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || milliseconds < firstTime || milliseconds > time.Now().AddDate(1, 0, 0).UnixMilli() {
		return time.Time{}
	}
	return time.UnixMilli(milliseconds).UTC()
}

// asJSON makes an object from the fields. A value that is not UTF-8 is not valid in JSON: it is stored as NAME_base64, like
// data_base64 of CloudEvents.
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
	_ = encoder.Encode(object) // a map of strings can always be encoded
	return bytes.TrimRight(data.Bytes(), "\n")
}

// before compares IDs of entries, which are two numbers.
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
