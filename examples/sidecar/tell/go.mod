module example.com/tell

go 1.26
