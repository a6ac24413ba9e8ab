/** What must happen in Redis in one step, as Lua scripts. The keys of a collection share a hash tag, so they are always in one place. */

/**
 * Keys: the document, the index of keys, the index of expiries. Arguments: the key, the etag that must be there (or `absent`, or
 * nothing), now, the text to store, when it expires (or nothing). Returns 1 when it wrote. Forgets a hundred expired keys on the way.
 */
export const putScript = `
local etag
local current = redis.call('GET', KEYS[1])
if current then
  local found, expires = string.match(current, '^(%S+) (%d*)\\n')
  if expires == '' or tonumber(expires) > tonumber(ARGV[3]) then etag = found end
end
if ARGV[2] == 'absent' then
  if etag then return 0 end
elseif ARGV[2] ~= '' and ARGV[2] ~= etag then
  return 0
end
redis.call('ZADD', KEYS[2], 0, ARGV[1])
if ARGV[5] == '' then
  redis.call('SET', KEYS[1], ARGV[4])
  redis.call('ZREM', KEYS[3], ARGV[1])
else
  redis.call('SET', KEYS[1], ARGV[4], 'PX', math.max(1, ARGV[5] - ARGV[3]))
  redis.call('ZADD', KEYS[3], ARGV[5], ARGV[1])
end
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[3], 'LIMIT', 0, 100)) do
  redis.call('ZREM', KEYS[2], gone)
  redis.call('ZREM', KEYS[3], gone)
end
return 1`;

/** Keys: the document, the index of keys, the index of expiries. Argument: the key. */
export const removeScript = `
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('ZREM', KEYS[3], ARGV[1])`;
