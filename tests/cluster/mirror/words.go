// The part that a source change modifies.
package main

const words = "0"
