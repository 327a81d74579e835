"""The battery that the planbook must survive: `python -m tests.torture [--quick] [--only NAME]`.

Every test counts its trials and its losses: an acknowledged action that is not there, one that is there in
half, a file that plain TinyDB cannot open, an error that is not a sentence. Each is also shown to fail on
mutants, planted bugs such as a planbook without fsync or without a lock.
"""
