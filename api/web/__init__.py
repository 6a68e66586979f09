"""Server-rendered pages in Russian. No inline script or style: the policy forbids them."""
