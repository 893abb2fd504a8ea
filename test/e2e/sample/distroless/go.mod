module outlive.dev/test/sample

go 1.24
