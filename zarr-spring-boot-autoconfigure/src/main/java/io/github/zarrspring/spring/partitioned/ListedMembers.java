package io.github.zarrspring.spring.partitioned;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import com.hazelcast.cluster.Member;

/**
 * The members that a configuration lists, and which of them are in the cluster.
 */
final class ListedMembers {

	private ListedMembers() {
	}

	/**
	 * Those of the listed addresses at which a member is.
	 * @param listed hosts with or without a port; ranges of addresses are left out, since
	 * nobody knows how many members they mean
	 * @param members the members of the cluster
	 * @return the addresses as they are listed
	 */
	static List<String> joined(Collection<String> listed, Set<Member> members) {
		return listed.stream()
			.filter((address) -> members.stream().anyMatch((member) -> isAt(member, address)))
			.toList();
	}

	/**
	 * Those of the listed addresses that are of one member each.
	 */
	static List<String> single(Collection<String> listed) {
		return listed.stream().filter((address) -> !address.matches(".*\\*.*|[0-9.]*-[0-9.]+(:.*)?")).toList();
	}

	private static boolean isAt(Member member, String address) {
		int colon = address.lastIndexOf(':');
		boolean hasPort = colon > 0 && address.indexOf(':') == colon || address.contains("]:");
		String host = (hasPort ? address.substring(0, colon) : address).replaceAll("[\\[\\]]", "");
		if (hasPort && !address.substring(colon + 1).equals(String.valueOf(member.getAddress().getPort()))) {
			return false;
		}
		try {
			return host.equals(member.getAddress().getHost())
					|| Arrays.asList(InetAddress.getAllByName(host)).contains(member.getAddress().getInetAddress());
		}
		catch (UnknownHostException ex) {
			// Nobody is known to be there.
			return false;
		}
	}

}
