"""Plain words for what the bank measures."""

from collections.abc import Mapping

DOMAIN_TITLES: Mapping[str, str] = {
    "network_systems": "networks and systems",
    "monitoring_response": "monitoring and response",
    "testing_tools": "testing tools",
    "code_automation": "code and automation",
    "governance_risk": "rules and risk",
}
CATEGORY_TITLES: Mapping[str, str] = {
    "log_reading": "reading logs",
    "pattern_logic": "patterns and logic",
    "number_encoding": "numbers and encoding",
    "protocol_logic": "protocols",
    "quantitative_risk": "risk in figures",
}
