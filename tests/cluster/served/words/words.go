// Package words is a dependency of the function.
package words

// Greeting is the text before the name.
const Greeting = "Hello"
