"""The disclosure ledger: who has seen whose personal data, when and on what ground."""
