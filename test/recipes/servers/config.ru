# Puma serves this file.
run lambda { |env|
  sleep 3 if env["PATH_INFO"] == "/slow"
  [200, { "content-type" => "text/plain", "content-length" => "2" }, ["ok"]]
}
