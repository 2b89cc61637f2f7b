// Package words is a dependency of the function.
package words

// Greeting is what the function says before the name.
const Greeting = "Hello"
