"""Without cgroup v2, and as bin/build compiles: the tests of what ends and what lives."""

import test_lease
import test_trees

for case in (test_lease.RenewalTest, test_lease.DaemonGoneTest, test_trees.EachOtherTest, test_trees.LauncherTest):
    name = case.__name__ + "WithoutCgroups"
    globals()[name] = type(name, (case,), {"__module__": __name__, "cgroup": "off", "sanitized": False})
del case
