module example.com/read

go 1.26
