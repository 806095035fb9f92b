"""What the tests of the store share: electors that are listed, keys, and who keeps them."""

import json

from case import ClusterCase

FAST = "time {\n  profile fast\n}\n"


class StoreCase(ClusterCase):
    """Machines a, b and c keep a store; each test begins and ends with all of them well."""

    cluster = 'electors "a, b, c"'
    rest = FAST
    electors = ("a", "b", "c")

    def settle(self):
        master = super().settle()
        self.whole(self.electors)
        return master

    def ask(self, machine, command, patience=5.0, **kv):
        """What its daemon answers to a question about keys, or None."""
        return machine.ask(command, patience + 1, kv=kv, timeoutMillis=int(patience * 1000))

    def set(self, machine, key, value):
        answer = self.ask(machine, "kv set", 10.0, key=key, value=value)
        self.assertIsNotNone(answer, f"{machine.name} does not answer")
        self.assertEqual(0, answer["code"], answer)
        return answer["kv"]["revision"]

    def value(self, machine, key, stale=False):
        """Null if there is none, or no answer."""
        answer = self.ask(machine, "kv get", key=key, stale=stale)
        return answer and answer["kv"] and answer["kv"]["value"]

    def members(self, machine=None):
        """By name and id, as the leader says; empty while there is none."""
        for each in [machine] if machine else self.site.running():
            answer = each.ask("member list", 5)
            if answer and answer["members"]:
                return {(row["name"], row["id"]): row for row in answer["members"]["members"]}
        return {}

    def ids(self):
        return dict(sorted(self.members()))

    def whole(self, names):
        """These vote, nobody else is a member, and each has everything. Returns their ids."""
        def members():
            found = self.members()
            roles = sorted((name, row["role"] == "learner", row["behind"])
                           for (name, _), row in found.items())
            return roles == [(name, False, 0) for name in sorted(names)] and found
        return {name: drawn for name, drawn in self.eventually(members, f"{', '.join(names)} keep the store")}

    def leader(self):
        return next((name for (name, _), row in self.members().items() if row["role"] == "leader"), None)

    def problems(self, machine):
        status = machine.status()
        return [json.dumps(problem) for problem in status["problems"]] if status else []

    def store(self, machine):
        """Its folder."""
        return machine.folder / "state/store"
