import java.nio.file.Path;

import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One node of a cluster on this machine, in a process of its own so that it can be killed.
 *
 * <p>Arguments: folder, name, HTTP port, transport port, the transport addresses of all nodes, the names of all nodes
 * (both lists with commas). Runs until its standard input ends, so that it goes with whoever started it.
 */
public final class Node {
    public static void main(final String[] words) throws Exception {
        final String folder = words[0];
        final String name = words[1];
        final OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            settings.put("node.name", name);
            settings.put("http.port", words[2]);
            settings.put("transport.port", words[3]);
            settings.put("discovery.type", "zen");
            settings.putList("discovery.seed_hosts", words[4].split(","));
            settings.putList("cluster.initial_cluster_manager_nodes", words[5].split(","));
            // A disk of the machine that runs the tests may be nearly full, which is no matter of theirs.
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            // A killed node is missed within seconds.
            settings.put("cluster.fault_detection.follower_check.timeout", "2s");
            settings.put("cluster.fault_detection.follower_check.interval", "500ms");
            settings.put("cluster.fault_detection.leader_check.timeout", "2s");
            settings.put("cluster.fault_detection.leader_check.interval", "500ms");
        });
        runner.build(OpenSearchRunner.newConfigs()
                .basePath(Path.of(folder).toString())
                .clusterName("cuttings-tests")
                .numOfNode(1));
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
        runner.close();
    }
}
