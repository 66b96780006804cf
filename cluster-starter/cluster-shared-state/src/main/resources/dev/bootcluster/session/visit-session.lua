-- Reads a session for a request. If the session has the usual timeout, also records the visit and extends the expiry.
--
-- KEYS  the session
-- ARGV  the usual timeout of sessions and the time of the visit, both as stored; when the session then expires in ms
--       since 1970, or 'never'
-- Returns as MessagePack, because Redis writes each list that a script returns to the socket separately: '1' if the
-- visit was recorded, else '0'; and a list of the fields as they were before, each with its value
local session = KEYS[1]
local hash = redis.call('HGETALL', session)
local noted = '0'
if redis.call('HGET', session, 'maxInactiveInterval') == ARGV[1] then
	redis.call('HSET', session, 'lastAccessedTime', ARGV[2])
	if ARGV[3] == 'never' then
		redis.call('PERSIST', session)
	else
		redis.call('PEXPIREAT', session, ARGV[3])
	end
	noted = '1'
end
return cmsgpack.pack(noted, hash)
