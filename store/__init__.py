"""Files outside the graph: photo and video, named by what is in them and by nothing else.

An adapter over a local folder or an S3-compatible store. Knows bytes, sizes and types; must not
know the graph, people, or who may see what.
"""

from store.content import ALLOWED, Content, Family
from store.files import FileStore
from store.opening import open_store
from store.receiving import Received, received

__all__ = ["ALLOWED", "Content", "Family", "FileStore", "Received", "open_store", "received"]
