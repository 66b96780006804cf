-- Writes what a request changed in a session, unless the session has been invalidated meanwhile.
--
-- KEYS  the session; if its id was changed, also its previous key
-- ARGV  'new' or 'known'; when it expires in ms since 1970, 'never', or 'kept' for unchanged; the number of fields
--       to remove; their names; then the fields to write, each with its value
-- Returns 1, or 0 if the session is gone and nothing was written.
local session, before = KEYS[1], KEYS[2]

if before then
	if redis.call('EXISTS', before) == 0 then
		return 0
	end
	redis.call('RENAME', before, session)
elseif ARGV[1] == 'known' and redis.call('EXISTS', session) == 0 then
	return 0
end

local firstValue = 4 + tonumber(ARGV[3])
for i = 4, firstValue - 1 do
	redis.call('HDEL', session, ARGV[i])
end
for i = firstValue, #ARGV, 2 do
	redis.call('HSET', session, ARGV[i], ARGV[i + 1])
end
if ARGV[2] == 'never' then
	redis.call('PERSIST', session)
elseif ARGV[2] ~= 'kept' then
	redis.call('PEXPIREAT', session, ARGV[2])
end
return 1
