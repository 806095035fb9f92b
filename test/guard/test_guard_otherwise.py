"""Without cgroup v2, and as bin/build compiles: the tests of what ends and what lives."""

import test_guard

ALIKE = (test_guard.RenewalTest, test_guard.DaemonGoneTest, test_guard.EachOtherTest, test_guard.LauncherTest)

for case in ALIKE:
    name = case.__name__ + "WithoutCgroups"
    globals()[name] = type(name, (case,), {"__module__": __name__, "cgroup": "off", "sanitized": False})
del case
