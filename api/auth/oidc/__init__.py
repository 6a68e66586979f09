"""Signing in by an OIDC provider that the settings name: authorization code, PKCE, state, nonce.

A provider says who somebody is and nothing more: what an account may is written in the graph.
"""
