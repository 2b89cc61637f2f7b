module example.com/served

go 1.26

require example.com/words v0.0.0

replace example.com/words => ./words
