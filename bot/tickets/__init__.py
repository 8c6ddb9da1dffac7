"""The signed checklist that a citizen shows at the counter, and a clerk verifies without a network."""
