"""Reports of clause 6.2: how their numbers are counted, and drafts made before they are due."""
