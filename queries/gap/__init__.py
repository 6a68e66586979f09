"""Gaps as a viewer sees them: lists, one gap with its causes and what it blocks, pages."""
