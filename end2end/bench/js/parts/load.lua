-- What wrk measured, as JSON: requests a second, microseconds as milliseconds.
function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('{"rate": %.1f, "median": %.4f, "p95": %.4f, "errors": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000, errors))
end
