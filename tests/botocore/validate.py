"""Says what botocore, the library of the AWS CLI, refuses of task definitions before it would send them.

Reads the paths of JSON files as arguments and prints one JSON line for each: its path and the refusals. Nothing is sent
and no account is needed: the parameter validator works from the API model that the package holds.
"""

import json
import sys

import botocore
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator


def main() -> None:
    if sys.argv[1:] == ["--version"]:
        print(botocore.__version__)
        return
    model = ServiceModel(Loader().load_service_model("ecs", "service-2"))
    shape = model.operation_model("RegisterTaskDefinition").input_shape
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8-sig") as file:
            document = json.load(file)
        if not isinstance(document, dict):
            document = {"family": "array", "containerDefinitions": document}
        report = ParamValidator().validate(document, shape)
        refused = report.generate_report().splitlines() if report.has_errors() else []
        print(json.dumps({"path": path, "refused": refused}))


if __name__ == "__main__":
    main()
