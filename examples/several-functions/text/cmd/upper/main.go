// Returns the text in upper case.
package main

import (
	"strings"

	"example.com/text/serve"
)

func main() {
	serve.Text(strings.ToUpper)
}
