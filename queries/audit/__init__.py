"""The audit: who changed what and when, as a chain of hashes for each region.

Written in the transaction of the change itself; here nothing is decided and nobody is asked who.
"""
