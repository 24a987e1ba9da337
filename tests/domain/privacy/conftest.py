"""Fixtures of the ledger's tests."""

from tests.domain.privacy.ledgers import AT, LedgerUnderTest, ledger

__all__ = ["AT", "LedgerUnderTest", "ledger"]
