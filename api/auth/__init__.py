"""Who is asking: the sign-in cookie, its pages, the check of where a request comes from."""
