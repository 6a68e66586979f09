"""GraphQL selections into Cypher: one statement a root field. Text in, text out; no I/O.

`steps` derives from the model what can be asked of each node type; `selection` is what is asked;
`conditions`, `ordering` and `blocks` write Cypher; `plan` puts a root field together with the
parameters it needs and the function that shapes its answer. The viewer's scope stands in every
step of every statement. Nothing here knows GraphQL's syntax, HTTP or the driver.
"""
