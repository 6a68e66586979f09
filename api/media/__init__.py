"""Photo and video of practicums over HTTP: bytes in and out, whom they show, taking them down."""
