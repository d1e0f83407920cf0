"""A run as JUnit XML, which CI systems show: a test case for each threshold and each question."""

from typing import Any
from xml.etree import ElementTree

from rag.render.safe import safe


def to_junit(report: dict[str, Any]) -> str:
    """Thresholds that are not kept are failures. A wrong answer alone is none: it is noted in its case's output."""
    root = ElementTree.Element("testsuites")
    failed = {b["figure"]: b for b in report["breaches"]}
    gates = [f for f in report["figures"] if not f["timing"]]
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name=f"{report['suite']}.figures",
        tests=str(len(gates)),
        failures=str(sum(1 for f in gates if f["name"] in failed)),
    )
    for figure in gates:
        case = ElementTree.SubElement(suite, "testcase", classname=report["suite"], name=figure["name"])
        breach = failed.get(figure["name"])
        if breach:
            message = f"{figure['name']} is {figure['value']}, and its threshold is {breach['threshold']}"
            failure = ElementTree.SubElement(case, "failure", message=message)
            failure.text = ", ".join(breach["questions"])
    asked = ElementTree.SubElement(
        root, "testsuite", name=f"{report['suite']}.questions", tests=str(len(report["questions"])), failures="0"
    )
    for question in report["questions"]:
        case = ElementTree.SubElement(
            asked,
            "testcase",
            classname=report["suite"],
            name=safe(f"{question['id']}: {question['question']}"),
            time=f"{question['milliseconds'] / 1000:.3f}",
        )
        if not question["right"]:
            output = ElementTree.SubElement(case, "system-out")
            output.text = safe(f"expected {question['expected']}, answered {question['statements'] or 'nothing'}")
    for element in root.iter():
        element.text = _valid(element.text) if element.text else None
        element.attrib.update({name: _valid(value) for name, value in element.attrib.items()})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _valid(text: str) -> str:
    """`text` made safe, without the two characters besides that XML 1.0 cannot hold."""
    return safe(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
