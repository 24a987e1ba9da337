"""The CV centre: where verified companies find CVs."""
