"""Telling people: what waits in the outbox becomes messages, which go out by the set channels.

`posting` is the way of one message, `layout` what it shows, `channel` where it may go. Decides
nothing about gaps or who is told of them; must not know of Prefect, HTTP requests or the API.
"""
