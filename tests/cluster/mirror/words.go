// What a change of the source changes.
package main

const words = "0"
