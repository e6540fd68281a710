-- Each request a new save: the next patient in turn, and after the last one the next day.
-- wrk … -- CALLERS DAYS BODIES FIRST PREFIX

local callers, days, bodies, counter, prefix = {}, {}, {}, 0, ""

local function lines_of(path, into)
  for line in io.lines(path) do into[#into + 1] = line end
end

function init(arguments)
  lines_of(arguments[1], callers)
  lines_of(arguments[2], days)
  lines_of(arguments[3], bodies)
  counter, prefix = tonumber(arguments[4]), arguments[5]
end

function request()
  local caller = callers[counter % #callers + 1]
  local day = days[math.floor(counter / #callers) + 1]
  local id = string.format("01930000-%04x-7000-8000-%012x", os.time() % 65536, counter)
  local body = bodies[counter % #bodies + 1]:gsub("ID", id, 1)
  counter = counter + 1
  local who, header = caller:match("^(%S+) (.+)$")
  local name, value = header:match("^(%S+): (.+)$")
  wrk.headers[name == "Cookie" and "Authorization" or "Cookie"] = nil
  wrk.headers[name] = value
  return wrk.format("PUT", prefix .. "/" .. who .. "/diary/" .. day, wrk.headers, body)
end

function response(status)
  if status >= 300 then io.stderr:write("answered ", status, "\n") end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "median_ms": %f, "p99_ms": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
