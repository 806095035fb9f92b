"""The same tests without cgroup v2, and with the sanitizers."""

import test_guard
from case import GuardCase

for _name, _case in list(vars(test_guard).items()):
    if isinstance(_case, type) and issubclass(_case, GuardCase) and any(t.startswith("test_") for t in vars(_case)):
        for _suffix, _how in {"WithoutCgroups": {"cgroup": "off"}, "Sanitized": {"sanitized": True}}.items():
            _class = type(_name + _suffix, (_case,), {"__module__": __name__, **_how})
            globals()[_class.__name__] = _class
del _case, _class
