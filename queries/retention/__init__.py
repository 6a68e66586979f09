"""Personal data that must go: whose, what of it, and the act that it is gone.

What is personal is told by the model's declarations alone. Sends nothing, shows nothing.
"""
