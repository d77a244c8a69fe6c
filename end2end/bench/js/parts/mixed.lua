-- Readers and, of every twenty, one who hands in: pages that are kept, pages that are made anew, and a submission.
local thread_count, number = 0, 0

function setup(thread)
  thread:set('id', thread_count)
  thread_count = thread_count + 1
end

local read = {}

-- The references of entries, after `--`.
function init(args)
  math.randomseed(os.time() + id * 7919)
  run = string.format('%08x%08x', math.random(0, 0x7fffffff), id)
  local html = { ['Accept'] = 'text/html', ['Accept-Encoding'] = 'br' }
  for _, path in ipairs({ '/', '/portfolio', '/compass', '/portfolio?stage=idea', '/portfolio?unit=skola-familj', '/insights' }) do
    table.insert(read, wrk.format('GET', path, html))
  end
  for _, reference in ipairs(args) do
    table.insert(read, wrk.format('GET', '/portfolio/' .. reference, html))
  end
  json = { ['Content-Type'] = 'application/json', ['Sec-Fetch-Site'] = 'same-origin' }
end

local shape = '{"draft":{"kind":"need","origin":"residents","title":"Säkrare väg till skolan",'
  .. '"need":"Det är farligt att cykla längs vägen till skolan när det är mörkt.","units":["skola-familj"],'
  .. '"board":"familjenamnden","goals":["3"],"purpose":"mission","driver":"enhancement","naming":"anonymous"},"key":"%s%016d"}'

function request()
  number = number + 1
  local dice = math.random(1, 200)
  if dice <= 10 then
    return wrk.format('POST', '/api/submit', json, string.format(shape, run, number))
  elseif dice <= 30 then
    -- A search that nobody has made before: the page is made anew.
    return wrk.format('GET', '/portfolio?q=skola+' .. run .. number, { ['Accept'] = 'text/html' })
  end
  return read[math.random(#read)]
end

-- Microseconds as milliseconds.
function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('{"rate": %.1f, "median": %.4f, "p95": %.4f, "p99": %.4f, "most": %.4f, "errors": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000, errors))
end
