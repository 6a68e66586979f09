"""Pure decisions: working days, due days, validity of a consent.

Everything a decision needs comes in as an argument, the clock too, so that a flow can be replayed
for a past day. This room reads no file, no network and no graph, and never asks what time it is.
"""
