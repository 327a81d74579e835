"""Readers of what freelance platforms and payment services export: transactions, with fees and payouts."""
