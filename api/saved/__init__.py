"""The saved questions of curators."""
