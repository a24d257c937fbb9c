package io.github.zarrspring.spring.partitioned;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

/**
 * A member of a cluster in a process that has Hazelcast and nothing else.
 */
public final class PlainMember {

	private PlainMember() {
	}

	public static void main(String[] args) throws Exception {
		Config config = new Config();
		config.setClusterName("zarr");
		config.getNetworkConfig().setPort(0).getJoin().getAutoDetectionConfig().setEnabled(false);
		config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
		config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
		config.setProperty("hazelcast.phone.home.enabled", "false");
		config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
		HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
		System.out.println("UP 127.0.0.1:" + instance.getCluster().getLocalMember().getAddress().getPort());
		while (System.in.read() >= 0) {
			// Until the parent is gone.
		}
		System.exit(0);
	}

}
