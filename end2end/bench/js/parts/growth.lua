-- One kind of request again and again, named after `--`: `kept`, `new`, `program` or `submit`.
local thread_count, number = 0, 0

function setup(thread)
  thread:set('id', thread_count)
  thread_count = thread_count + 1
end

local need = '{"draft":{"kind":"need","origin":"residents","title":"Säkrare väg till skolan",'
  .. '"need":"Det är farligt att cykla längs vägen till skolan när det är mörkt.","units":["skola-familj"],'
  .. '"board":"familjenamnden","goals":["3"],"purpose":"mission","driver":"enhancement","naming":"anonymous"},"key":"%s%016d"}'
local html = { ['Accept'] = 'text/html', ['Accept-Encoding'] = 'br' }
local json = { ['Content-Type'] = 'application/json', ['Sec-Fetch-Site'] = 'same-origin' }

local kinds = {
  kept = function() return wrk.format('GET', '/portfolio', html) end,
  new = function() return wrk.format('GET', '/portfolio?q=skola+' .. run .. number, html) end,
  program = function() return wrk.format('GET', '/api/v1/entries?q=skola&unit=skola-familj&page=' .. number % 20 + 1) end,
  submit = function() return wrk.format('POST', '/api/submit', json, string.format(need, run, number)) end,
}

function init(args)
  kind = kinds[args[1]]
  math.randomseed(os.time() + id * 7919)
  run = string.format('%08x%08x', math.random(0, 0x7fffffff), id)
end

function request()
  number = number + 1
  return kind()
end

-- Microseconds as milliseconds.
function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('{"rate": %.1f, "median": %.4f, "p95": %.4f, "p99": %.4f, "errors": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, errors))
end
