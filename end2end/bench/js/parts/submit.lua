-- Hands in the same need again and again, each time as another form; wrk gives the address and, after `--`, whose it is.
local thread_count = 0
local number = 0

function setup(thread)
  thread:set('id', thread_count)
  thread_count = thread_count + 1
end

local title, need = 'Säkrare väg till skolan', 'Det är farligt att cykla längs vägen till skolan när det är mörkt.'
local plan, audience = 'Bygg en cykelväg med belysning.', 'Barn som cyklar'
local shapes = {
  fyrfalt = '{"draft":{"kind":"idea","origin":"residents","title":"%s","need":"%s","plan":"%s","audience":"%s",'
    .. '"units":["skola-familj","samhallsbyggnad"],"board":"familjenamnden","goals":["3","11"],"purpose":"mission",'
    .. '"driver":"enhancement","naming":"anonymous"},"key":"%s"}',
  pocketbase = '{"kind":"idea","origin":"residents","title":"%s","need":"%s","plan":"%s","audience":"%s",'
    .. '"units":["skola-familj","samhallsbyggnad"],"board":"familjenamnden","goals":[3,11],"x":0,"y":0.5,'
    .. '"naming":"anonymous","key":"%s"}',
}
local shape

function init(args)
  shape = shapes[args[1]]
  wrk.method = 'POST'
  wrk.headers['Content-Type'] = 'application/json'
  wrk.headers['Sec-Fetch-Site'] = 'same-origin'
  math.randomseed(os.time() + id * 7919)
  run = string.format('%08x%08x', math.random(0, 0x7fffffff), id)
end

function request()
  number = number + 1
  return wrk.format(nil, nil, nil, string.format(shape, title, need, plan, audience, string.format('%s%016d', run, number)))
end

-- Microseconds as milliseconds; what is not answered by 200 is no submission.
function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('{"rate": %.1f, "median": %.4f, "p95": %.4f, "errors": %d}\n',
    (summary.requests - summary.errors.status) / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000, errors))
end
