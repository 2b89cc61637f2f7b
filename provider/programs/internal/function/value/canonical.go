// Names from content: the same content gives the same short hash, here and in the Pulumi component (provider/src/pulumi/hash.ts).
package value

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

const hashLength = 10

// Hash is the first 10 hexadecimal digits of the SHA-256 of the value's canonical JSON.
func Hash(content any) string {
	sum := sha256.Sum256([]byte(Canonical(content)))
	return hex.EncodeToString(sum[:])[:hashLength]
}

// Canonical encodes a value as JSON with sorted keys, and numbers and strings as in JavaScript's JSON.stringify.
func Canonical(content any) string {
	var text strings.Builder
	write(&text, content)
	return text.String()
}

func write(to *strings.Builder, content any) {
	switch typed := content.(type) {
	case nil:
		to.WriteString("null")
	case bool:
		to.WriteString(strconv.FormatBool(typed))
	case string:
		quote(to, typed)
	case int:
		to.WriteString(number(float64(typed)))
	case int64:
		to.WriteString(number(float64(typed)))
	case float64:
		to.WriteString(number(typed))
	case []any:
		writeList(to, typed)
	case Object:
		writeObject(to, typed)
	default:
		panic(fmt.Sprintf("%T is not a JSON value", content))
	}
}

func writeList(to *strings.Builder, list []any) {
	to.WriteByte('[')
	for index, entry := range list {
		if index > 0 {
			to.WriteByte(',')
		}
		write(to, entry)
	}
	to.WriteByte(']')
}

func writeObject(to *strings.Builder, object Object) {
	to.WriteByte('{')
	for index, name := range Names(object) {
		if index > 0 {
			to.WriteByte(',')
		}
		quote(to, name)
		to.WriteByte(':')
		write(to, object[name])
	}
	to.WriteByte('}')
}

// Compare orders strings by their UTF-16 code units, as JavaScript does: beyond U+FFFF this differs from the order of their bytes.
func Compare(one, other string) int {
	return slices.Compare(utf16.Encode([]rune(one)), utf16.Encode([]rune(other)))
}

// number formats a number like ECMAScript's Number::toString, for which every number is a double.
func number(value float64) string {
	if value == 0 {
		return "0" // also for negative zero
	}
	if math.IsInf(value, 0) || math.IsNaN(value) {
		return "null"
	}
	size := math.Abs(value)
	if size >= 1e-6 && size < 1e21 {
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	digits, exponent, _ := strings.Cut(strconv.FormatFloat(value, 'e', -1, 64), "e")
	// Go pads the exponent to two digits.
	return digits + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}

var escapes = map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

// quote escapes less than encoding/json: not "<", ">", "&" and the separators U+2028 and U+2029.
func quote(to *strings.Builder, text string) {
	to.WriteByte('"')
	for _, letter := range text {
		escape, escaped := escapes[letter]
		switch {
		case escaped:
			to.WriteString(escape)
		case letter < ' ':
			fmt.Fprintf(to, `\u%04x`, letter)
		default:
			to.WriteRune(letter)
		}
	}
	to.WriteByte('"')
}
