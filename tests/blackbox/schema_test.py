"""rules/schema.json describes every rule file of the repository."""
import glob
import json
import os
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

RULES = os.path.join(os.path.dirname(__file__), "..", "..", "rules")


@unittest.skipIf(jsonschema is None, "python3-jsonschema is not installed")
class SchemaTest(unittest.TestCase):
    def test_every_rule_file_is_valid(self):
        with open(os.path.join(RULES, "schema.json"), encoding="utf-8") as file:
            validator = jsonschema.Draft7Validator(json.load(file))
        paths = [p for p in glob.glob(RULES + "/*.json") if not p.endswith("schema.json")]
        self.assertGreater(len(paths), 100)
        for path in paths:
            with open(path, encoding="utf-8") as file:
                errors = [error.message for error in validator.iter_errors(json.load(file))]
            self.assertEqual(errors, [], path)

    def test_an_unknown_key_is_not(self):
        with open(os.path.join(RULES, "schema.json"), encoding="utf-8") as file:
            validator = jsonschema.Draft7Validator(json.load(file))
        rule = {"id": "a-b", "what": "key", "shape": "abc_{hex:32}", "shapes": "x"}
        self.assertFalse(validator.is_valid({"provider": "a", "name": "A", "rules": [rule]}))


if __name__ == "__main__":
    unittest.main()
