-- Each request a new save: the next patient in turn, and after the last one the next day.
-- wrk … -- CALLERS DAYS BODIES FIRST PREFIX SLOTS
-- BODIES has SLOTS lines for each kind of patient; on which of them a patient begins depends on her place.
-- A body with BEFORE in it corrects what the same patient saved two days earlier.

local CORRECTS_DAYS_BEFORE = 2
local callers, days, bodies, counter, prefix, slots = {}, {}, {}, 0, "", 1

local function lines_of(path, into)
  for line in io.lines(path) do into[#into + 1] = line end
end

function init(arguments)
  lines_of(arguments[1], callers)
  lines_of(arguments[2], days)
  lines_of(arguments[3], bodies)
  counter, prefix, slots = tonumber(arguments[4]), arguments[5], tonumber(arguments[6])
end

local function id_of(number)
  return string.format("01930000-0000-7000-8000-%012x", number)
end

local function day_and_body(place, number)
  local first = place % (#bodies / slots) * slots
  local slot = (place + number) % slots
  local body, earlier = bodies[first + slot + 1], counter - CORRECTS_DAYS_BEFORE * #callers
  if not body:find("BEFORE", 1, true) then return days[number + 1], body end
  if earlier < 0 then return days[number + 1], bodies[first + 1] end
  return days[number + 1 - CORRECTS_DAYS_BEFORE], (body:gsub("BEFORE", id_of(earlier), 1))
end

function request()
  local place, number = counter % #callers, math.floor(counter / #callers)
  local day, body = day_and_body(place, number)
  body = body:gsub("ID", id_of(counter), 1)
  counter = counter + 1
  local who, header = callers[place + 1]:match("^(%S+) (.+)$")
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
