"""Checks XML files: ``xml_check.py SCHEMA FOLDER``, inside the virtual environment."""

import sys
from pathlib import Path

from lxml import etree


def problems(schema, folder):
    """Every file must be well-formed, and data files must follow Odoo's schema."""
    rules = etree.RelaxNG(etree.parse(schema))
    for path in sorted(Path(folder).rglob("*.xml")):
        try:
            document = etree.parse(str(path))
        except etree.XMLSyntaxError as error:
            yield f"{path}: {error}"
            continue
        if document.getroot().tag == "odoo" and not rules.validate(document):
            for error in rules.error_log:
                yield f"{path}:{error.line}: {error.message}"


if __name__ == "__main__":
    found = list(problems(*sys.argv[1:]))
    print("\n".join(found))
    sys.exit(1 if found else 0)
