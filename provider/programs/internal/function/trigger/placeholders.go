// The texts with placeholders from which attributes of events are made, as our sources read them.
package trigger

import (
	"fmt"
	"regexp"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// placeholderMistakes knows the words of the kind; one that ends with "." goes on with a name of the user's own.
func placeholderMistakes(given any, path string, known []string) []shape.Mistake {
	text, ok := given.(string)
	if !ok {
		return nil
	}
	var found []shape.Mistake
	if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
		reason := fmt.Sprintf("has an unpaired brace; write placeholders as {%s}", known[0])
		found = append(found, shape.Mistake{Path: path, Reason: reason})
	}
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		if !isPlaceholder(match[1], known) {
			reason := fmt.Sprintf("unknown placeholder {%s}; %s", match[1], shape.Mend(match[1], known))
			found = append(found, shape.Mistake{Path: path, Reason: reason})
		}
	}
	return found
}

func isPlaceholder(word string, known []string) bool {
	for _, one := range known {
		if word == one && !strings.HasSuffix(one, ".") {
			return true
		}
		if strings.HasSuffix(one, ".") && strings.HasPrefix(word, one) && len(word) > len(one) {
			return true
		}
	}
	return false
}

func eventMistakes(args value.Object, path string, known []string) []shape.Mistake {
	var found []shape.Mistake
	for _, attribute := range []string{"type", "source", "subject", "id"} {
		at := shape.At(shape.At(path, "event"), attribute)
		found = append(found, placeholderMistakes(value.Child(args, "event")[attribute], at, known)...)
	}
	return found
}
