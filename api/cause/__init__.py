"""Why gaps are there: root causes, traces, what changed."""
