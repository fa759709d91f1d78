-- wrk -s pictures.lua URL -- ACCEPT: one URL, a type asked for; counts answers that are no picture
wrk.headers["Accept"] = os.getenv("ACCEPT")
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init() bad = 0 end
function response(status, headers) if status ~= 200 then bad = bad + 1 end end
function done(summary, latency)
  local bad = 0
  for _, thread in ipairs(threads) do bad = bad + thread:get("bad") end
  io.write(string.format("RESULT %.1f %.1f %.1f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3,
    summary.bytes / math.max(summary.requests, 1) / 1024, bad))
end
