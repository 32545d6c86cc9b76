/** What happens inside Redis, each at one stroke. The keys of a stream: see {@link logKeys}. */
import { RedisScript } from './redis-link.ts';

/**
 * entries: the Redis Stream, ids `<seq>-0`. costs: a list beside it, `cost:atMs:kind:run` an entry, so that trimming reads no media.
 * head: who may write, the last sequence number, what was dropped. runs: every run that may still be needed. parts: how many kept parts refer to each.
 */
export function logKeys(
  prefix: string,
  stream: string,
): readonly [entries: string, costs: string, head: string, runs: string, parts: string] {
  // braces: one slot, should it ever be a cluster
  const base = `${prefix}log:{${stream}}`;
  return [base, `${base}:costs`, `${base}:head`, `${base}:runs`, `${base}:parts`];
}

/**
 * KEYS: {@link logKeys}. ARGV: holder, epoch, incarnation for a new log, kind, run, facts, bytes, cost, bytes kept, age kept ms, idle ms.
 * Answers `lost <epoch>` or `ok <incarnation> <seq> <isFirst>`.
 */
export const APPEND = new RedisScript(`
local entries, costs, head, runs, parts = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local holder, epoch = ARGV[1], tonumber(ARGV[2])
local lastEpoch = tonumber(redis.call('HGET', head, 'epoch'))
if lastEpoch and (epoch < lastEpoch or (epoch == lastEpoch and redis.call('HGET', head, 'holder') ~= holder)) then
  return 'lost ' .. lastEpoch
end
redis.call('HSET', head, 'epoch', epoch, 'holder', holder)
redis.call('HSETNX', head, 'incarnation', ARGV[3])
local incarnation = redis.call('HGET', head, 'incarnation')
if redis.call('EXISTS', entries) == 0 then
  redis.call('DEL', costs, parts)
  redis.call('HSET', head, 'bytes', 0, 'dropped', redis.call('HGET', head, 'seq') or 0)
end
local seq = redis.call('HINCRBY', head, 'seq', 1)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local kind, run, cost = ARGV[4], ARGV[5], tonumber(ARGV[8])
redis.call('XADD', entries, seq .. '-0', 'i', incarnation, 'f', ARGV[6], 'b', ARGV[7])
redis.call('RPUSH', costs, cost .. ':' .. now .. ':' .. kind .. ':' .. run)
local bytes = redis.call('HINCRBY', head, 'bytes', cost)
if kind == 'opened' then
  redis.call('HSET', head, 'opened', seq, 'openedFacts', ARGV[6])
  redis.call('HDEL', head, 'ended', 'endedFacts', 'newestRun')
  redis.call('DEL', runs)
elseif kind == 'run' then
  redis.call('HSET', head, 'newestRun', run)
  redis.call('HSET', runs, run .. ':seq', seq, run .. ':facts', ARGV[6], run .. ':bytes', ARGV[7])
elseif kind == 'ended' then
  redis.call('HSET', head, 'ended', seq, 'endedFacts', ARGV[6])
elseif kind == 'part' then
  redis.call('HINCRBY', parts, run, 1)
end
local dropped = tonumber(redis.call('HGET', head, 'dropped'))
local before = dropped
while dropped + 1 < seq do
  local oldest = redis.call('LINDEX', costs, 0)
  local oldCost, oldAt, oldKind, oldRun = string.match(oldest, '(%d+):(%d+):(%a+):(%d*)')
  if bytes <= tonumber(ARGV[9]) and tonumber(oldAt) >= now - tonumber(ARGV[10]) then break end
  redis.call('LPOP', costs)
  dropped = dropped + 1
  bytes = bytes - tonumber(oldCost)
  if oldKind == 'part' and redis.call('HINCRBY', parts, oldRun, -1) <= 0 then redis.call('HDEL', parts, oldRun) end
end
if dropped > before then
  redis.call('XTRIM', entries, 'MINID', (dropped + 1) .. '-0')
  redis.call('HSET', head, 'bytes', bytes, 'dropped', dropped)
  local newest = redis.call('HGET', head, 'newestRun')
  for _, field in ipairs(redis.call('HKEYS', runs)) do
    local one = string.match(field, '^(%d+):seq$')
    if one and one ~= newest and redis.call('HEXISTS', parts, one) == 0 and tonumber(redis.call('HGET', runs, field)) <= dropped then
      redis.call('HDEL', runs, one .. ':seq', one .. ':facts', one .. ':bytes')
    end
  end
end
for index = 1, 2 do redis.call('PEXPIRE', KEYS[index], ARGV[11]) end
redis.call('PEXPIRE', parts, ARGV[11])
return 'ok ' .. incarnation .. ' ' .. seq .. ' ' .. (seq == 1 and 1 or 0)
`);

/**
 * Where a reader goes on. KEYS: {@link logKeys}. ARGV: incarnation and sequence number it is at, both empty for a new one.
 * Answers `{none}`, `{on, incarnation}`, or `{start, incarnation, after, (seq, facts, bytes)*}`: what came before the window and is still needed.
 */
export const START = new RedisScript(`
local entries, head, runs, parts = KEYS[1], KEYS[3], KEYS[4], KEYS[5]
local incarnation = redis.call('HGET', head, 'incarnation')
if not incarnation then return {'none'} end
local last = tonumber(redis.call('HGET', head, 'seq'))
local dropped = tonumber(redis.call('HGET', head, 'dropped'))
if redis.call('EXISTS', entries) == 0 then dropped = last end
if ARGV[1] == incarnation then
  local seq = tonumber(ARGV[2])
  if seq >= dropped and seq <= last then return {'on', incarnation} end
end
local opened = tonumber(redis.call('HGET', head, 'opened'))
if not opened then return {'start', incarnation, tostring(dropped)} end
if opened > dropped then return {'start', incarnation, tostring(opened - 1)} end
local answer = {'start', incarnation, tostring(dropped), tostring(opened), redis.call('HGET', head, 'openedFacts'), ''}
local needed = {}
local newest = redis.call('HGET', head, 'newestRun')
for _, field in ipairs(redis.call('HKEYS', runs)) do
  local one = string.match(field, '^(%d+):seq$')
  if one then
    local seq = tonumber(redis.call('HGET', runs, field))
    if seq <= dropped and (one == newest or redis.call('HEXISTS', parts, one) == 1) then table.insert(needed, {seq, one}) end
  end
end
table.sort(needed, function(a, b) return a[1] < b[1] end)
for _, one in ipairs(needed) do
  table.insert(answer, tostring(one[1]))
  table.insert(answer, redis.call('HGET', runs, one[2] .. ':facts'))
  table.insert(answer, redis.call('HGET', runs, one[2] .. ':bytes'))
end
local ended = tonumber(redis.call('HGET', head, 'ended'))
if ended and ended <= dropped then
  table.insert(answer, tostring(ended))
  table.insert(answer, redis.call('HGET', head, 'endedFacts'))
  table.insert(answer, '')
end
return answer
`);
