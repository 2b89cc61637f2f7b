// Answers in capital letters.
package main

import (
	"strings"

	"example.com/text/serve"
)

func main() {
	serve.Text(strings.ToUpper)
}
