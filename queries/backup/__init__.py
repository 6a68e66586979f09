"""Copies of the whole graph in one file, for any Neo4j: made while it works, put back, tried out.

What a copy holds is told by the model's declarations; what they don't know stops it. Personal data
lies in these files as in the graph itself: only their owner may read them.
"""
