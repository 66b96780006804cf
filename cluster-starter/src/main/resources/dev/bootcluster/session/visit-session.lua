-- Reads a session for a request. If the session lives as long as usual, also notes the visit and puts its expiry off.
--
-- KEYS  the session
-- ARGV  how long sessions usually live and the time of the visit, both as they are stored; when the session expires
--       then in ms since 1970, or 'never'
-- Returns 1 if the visit was noted, else 0; then the fields as they were before, each with its value
local hash = redis.call('HGETALL', KEYS[1])
local visit = { 0 }
for i = 1, #hash, 2 do
	if hash[i] == 'maxInactiveInterval' and hash[i + 1] == ARGV[1] then
		visit[1] = 1
	end
	visit[i + 1] = hash[i]
	visit[i + 2] = hash[i + 1]
end
if visit[1] == 1 then
	redis.call('HSET', KEYS[1], 'lastAccessedTime', ARGV[2])
	if ARGV[3] == 'never' then
		redis.call('PERSIST', KEYS[1])
	else
		redis.call('PEXPIREAT', KEYS[1], ARGV[3])
	end
end
return visit
