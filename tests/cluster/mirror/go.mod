module mirror

go 1.26
