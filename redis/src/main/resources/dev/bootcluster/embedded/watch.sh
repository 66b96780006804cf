#!/bin/sh
# SPDX-License-Identifier: Apache-2.0

# Keeps one redis-server alive for as long as the cluster lives, and no longer.
#
# The primary starts it as "/bin/sh <run directory>/watch.sh <cluster's directory>".
# Standard input is the lifeline, a FIFO that every JVM of the cluster holds open for writing: it reaches end
# of file when the last of them is gone, for whatever reason. Then, or when the primary
# writes "stop" to it, this script ends the server and removes the run directory.
#
# Nothing else ends it. "systemctl stop" sends TERM to every process of the service while
# the workers still need the server to drain: the server dies of it and is restarted.

umask 077
trap '' HUP INT QUIT TERM
run=${0%/*}
cluster=$1
reader=

# End process $1: politely at first, after three seconds by force. Data that the server
# has not written by then is about to be removed anyway.
end() {
	kill -TERM "$1" || return
	tries=0
	# The sleep also reaps the process, which would otherwise count as alive.
	while sleep 0.1 || sleep 1; kill -0 "$1"; do
		tries=$((tries + 1))
		[ "$tries" -ne 30 ] || kill -KILL "$1"
		[ "$tries" -ne 40 ] || return
	done
} 2>/dev/null

# Another run may have given the lifeline's public name to its own FIFO. The name leads
# nowhere if it led to a descriptor of the primary, because the FIFO had been deleted.
clean() {
	if [ "$cluster/lifeline" -ef "$run/lifeline" ] || [ ! -e "$cluster/lifeline" ]; then
		rm -f "$cluster/lifeline"
	fi
	cd / && rm -rf "${run:?}"
	case ${run%/*} in "$cluster"/*) rmdir "${run%/*}" ;; esac
	# If the primary was killed, nobody else removes the directory that it created.
	case ${cluster##*/} in boot-cluster-*) rmdir "$cluster" ;; esac
} 2>/dev/null

# $! is the server or, between two servers, the pause: either must be ended.
stop() {
	trap '' USR1
	end "$!"
	kill -KILL "$reader" && wait "$reader"
	clean
	exit 0
} 2>/dev/null

trap stop USR1
cd "$run" || exit

# A background process gets no standard input, hence the detour. Only the reader keeps
# the lifeline open. If the watcher itself is killed, the reader ends the server instead.
exec 3<&0 </dev/null
{
	while read -r line; do
		[ "$line" != stop ] || break
	done
	kill -USR1 $$ || { end "$(cat "$run/redis.pid")"; clean; }
} <&3 3<&- 2>/dev/null &
reader=$!
exec 3<&-

pause=0
while
	born=$(date +%s)
	# It may have been deleted and made again, so no name here is relative to the old one.
	cd "$run" 2>/dev/null
	./redis-server redis.conf &
	wait $!
	status=$?
	# The primary reports a server that never answered.
	[ -e "$run/started" ]
do
	[ $(($(date +%s) - born)) -lt 60 ] || pause=0
	echo "redis-server ended with status $status, restarting it in $pause s"
	(trap - TERM && exec sleep "$pause") &
	wait $!
	pause=$((pause * 2 + 1))
	[ "$pause" -le 30 ] || pause=30
	# Remains of a rewrite of the append-only file that the dead server did not finish.
	rm -f temp-*
done
# Silent, because some shells report the kill in place of the server's last output.
{ kill -KILL "$reader" && wait "$reader"; } 2>/dev/null
exit "$status"
