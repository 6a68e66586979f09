"""What one request may ask for at most, checked before anything is validated or compiled.

Everything is counted in one pass over the document; fragments are measured once each, however
often they are spread. How many nodes pages may hold while they are read is api.connection's.
"""
