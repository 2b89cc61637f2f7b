// Returns the text reversed.
package main

import (
	"slices"

	"example.com/text/serve"
)

func main() {
	serve.Text(func(text string) string {
		runes := []rune(text)
		slices.Reverse(runes)
		return string(runes)
	})
}
