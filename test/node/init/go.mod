module outlive.dev/test/node/init

go 1.26.0
