"""New alerts as they are raised, over graphql-transport-ws at /graphql.

The protocol is Strawberry's; who is let in, how much is allowed and what is told are ours.
"""
