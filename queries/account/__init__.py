"""Accounts of this system's users: passwords, sign-ins, the accounts of the demo network."""
