// What happened between two answers of core.stats.

const SUB_BITS = 4;
const SUBS = 1 << SUB_BITS;

/** The highest latency of a bucket, in ns: see docs/console.md. */
export function highestNs(bucket) {
  const shift = Math.max(0, Math.floor(bucket / SUBS) - 1);
  return (bucket - shift * SUBS) * 2 ** shift + 2 ** shift - 1;
}

const bucketsOf = (latency) => {
  const map = new Map();
  const pairs = latency?.buckets ?? [];
  for (let i = 0; i < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
  return map;
};

/** Latencies that came since; all of them when a tool was swapped and began anew. */
function since(before, now) {
  const earlier = bucketsOf(before);
  const fresh = (before?.count ?? 0) > now.count;
  const result = [];
  for (const [bucket, total] of bucketsOf(now)) {
    const more = total - (fresh ? 0 : earlier.get(bucket) ?? 0);
    if (more > 0) result.push([bucket, more]);
  }
  return result.sort((a, b) => a[0] - b[0]);
}

/** Percentiles of [bucket, count] pairs in order; null where there are none. */
export function summary(pairs) {
  const total = pairs.reduce((sum, pair) => sum + pair[1], 0);
  if (total === 0) return null;
  const at = (share) => {
    let seen = 0;
    for (const [bucket, many] of pairs) {
      seen += many;
      if (seen >= Math.ceil(total * share)) return highestNs(bucket);
    }
    return highestNs(pairs.at(-1)[0]);
  };
  return { count: total, p50: at(0.5), p99: at(0.99), max: highestNs(pairs.at(-1)[0]) };
}

function merge(lists) {
  const sums = new Map();
  for (const list of lists) for (const [bucket, many] of list) sums.set(bucket, (sums.get(bucket) ?? 0) + many);
  return [...sums].sort((a, b) => a[0] - b[0]);
}

const BAD = ['tool-faults', 'calls-failed', 'calls-late', 'calls-wrong', 'calls-unavailable'];
const REFUSED = ['calls-overloaded', 'calls-beyond-credit'];

/**
 * One point of the plots.
 * @param {object} before an earlier answer of core.stats, with buckets
 * @param {object} now a later one
 */
export function interval(before, now) {
  const seconds = Math.max(1e-3, (now.atNs - before.atNs) / 1e9);
  const rate = (name) => Math.max(0, ((now.counters[name] ?? 0) - (before.counters[name] ?? 0)) / seconds);
  const modes = Object.entries(now.latency).map(([mode, latency]) => since(before.latency[mode], latency));
  const known = new Map((before.called ?? []).map((tool) => [tool.name, tool]));
  const tools = (now.called ?? []).map((tool) => {
    const earlier = known.get(tool.name);
    const same = earlier && earlier.version === tool.version && earlier.calls <= tool.calls;
    return {
      ...tool,
      rate: (tool.calls - (same ? earlier.calls : 0)) / seconds,
      failing: (tool.failed - (same ? earlier.failed : 0)) / seconds,
      recent: summary(since(same ? earlier.latency : null, tool.latency)),
    };
  });
  return {
    seconds,
    calls: rate('calls'),
    failed: BAD.reduce((sum, name) => sum + rate(name), 0),
    faults: rate('tool-faults'),
    late: rate('calls-late'),
    wrong: rate('calls-wrong'),
    refused: REFUSED.reduce((sum, name) => sum + rate(name), 0),
    requests: rate('edge-requests'),
    latency: summary(merge(modes)),
    waiting: Object.values(now.queues.waiting).reduce((sum, many) => sum + many, 0),
    blocking: now.queues.blocking,
    inFlight: now.queues.inFlight,
    heap: now.memory.heapUsed,
    direct: now.memory.direct,
    cpu: Math.max(0, (now.cpuMs - before.cpuMs) / 10 / seconds),
    tools,
  };
}
