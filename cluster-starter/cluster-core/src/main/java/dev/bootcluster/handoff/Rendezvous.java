// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

/**
 * Assigns keys to slots by the highest random weight (Thaler and Ravishankar, 1996): a
 * slot that comes or goes moves only the keys that it gets or had.
 */
final class Rendezvous {

	private Rendezvous() {
	}

	/**
	 * Return the weight of a slot for a key; the slot with the greatest has the key.
	 */
	static long weight(long key, int slot) {
		return mix(mix(key) ^ (slot * 0x9E3779B97F4A7C15L));
	}

	/**
	 * Return a key for some bytes, such as an address.
	 */
	static long key(byte[] bytes) {
		long key = bytes.length;
		for (byte octet : bytes) {
			key = mix(key ^ (octet & 0xFF));
		}
		return key;
	}

	/**
	 * Stafford's variant 13 of the finalizer of MurmurHash3: every bit of the input
	 * changes each bit of the output with a chance of one half.
	 */
	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

}
