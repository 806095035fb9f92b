"""Without cgroup v2, and as bin/build compiles: the tests of what ends and what lives."""

from test_lease import DaemonGoneTest, RenewalTest
from test_trees import EachOtherTest, LauncherTest

CASES = (RenewalTest, DaemonGoneTest, EachOtherTest, LauncherTest)
del DaemonGoneTest, RenewalTest, EachOtherTest, LauncherTest  # else they would run here too, as they are

for case in CASES:
    name = case.__name__ + "WithoutCgroups"
    globals()[name] = type(name, (case,), {"__module__": __name__, "cgroup": "off", "sanitized": False})
del case
