"""What happens by the clock: one file a purpose, thin — open the graph, ask, write, log.

`catalogue` names every flow and when it runs. Prefect takes seconds to import, so only the files of
the flows themselves import it at the top; nothing here asks the API or decides what is a gap.
"""
